import * as fc from 'fast-check';
import { admits, listSize, shortened, type AccessLevels } from '../../infra/action-patterns';

const VERBS = ['Create', 'Delete', 'Describe', 'List', 'Update'];
const NOUNS = ['Trial', 'TrialComponent', 'Model', 'ModelPackage', 'Domain'];

/** All actions of a made-up service; those that describe and list read, the others write. */
const LEVELS: AccessLevels = new Map(
  VERBS.flatMap((verb) => NOUNS.map((noun): [string, string] => [`s:${verb}${noun}`, /^(Describe|List)/.test(verb) ? 'Read' : 'Write'])),
);

function actionsOf(verbs: readonly string[], nouns: readonly string[], service = 's'): string[] {
  return verbs.flatMap((verb) => nouns.map((noun) => `${service}:${verb}${noun}`));
}

describe('a list of actions', () => {
  it('stays as it is where it fits, sorted', () => {
    const actions = actionsOf(VERBS, ['Trial']);
    expect(shortened([...actions].reverse(), listSize(actions), LEVELS)).toEqual(actions);
  });

  it('is shortened by patterns that stand for nothing else', () => {
    expect(shortened(actionsOf(VERBS, ['Trial', 'TrialComponent']), 30, LEVELS)).toEqual(['s:*Trial*']);
    expect(shortened(actionsOf(VERBS, ['TrialComponent']), 30, LEVELS)).toEqual(['s:*Component']);
  });

  it('is shortened no further than needed, by what saves most first', () => {
    const actions = [...actionsOf(VERBS, ['TrialComponent']), 's:CreateModel', 's:DeleteModel'];
    expect(shortened(actions, listSize(actions) - 1, LEVELS)).toEqual(['s:*Component', 's:CreateModel', 's:DeleteModel']);
  });

  it('takes a pattern with other actions, which read, only where exact ones are not enough', () => {
    const actions = actionsOf(['Describe'], ['Trial', 'Model', 'Domain']);
    expect(shortened(actions, 20, LEVELS)).toEqual(['s:Describe*']);
  });

  it('is refused rather than shortened by a pattern with another action that writes', () => {
    expect(() => shortened(actionsOf(['Create'], ['Trial', 'Model', 'Domain']), 20, LEVELS)).toThrow('of 20 characters, even as patterns');
  });

  it('never has patterns for actions of IAM', () => {
    const levels = new Map(actionsOf(VERBS, NOUNS, 'iam').map((action) => [action, 'Read']));
    expect(() => shortened([...levels.keys()], 100, levels)).toThrow('of 100 characters');
  });

  it('admits every action that it had, and beyond them only what reads, whatever it has to fit into', () => {
    const subset = fc.subarray([...LEVELS.keys()], { minLength: 1 });
    fc.assert(
      fc.property(subset, fc.integer({ min: 10, max: 400 }), (actions, characters) => {
        const list = shortenedOrUndefined(actions, characters);
        if (list === undefined) return;
        const admitted = [...LEVELS.keys()].filter((action) => list.some((pattern) => admits(pattern, action)));
        expect(admitted).toEqual(expect.arrayContaining(actions));
        expect(admitted.filter((action) => !actions.includes(action) && LEVELS.get(action) === 'Write')).toEqual([]);
        expect(shortenedOrUndefined([...actions].reverse(), characters)).toEqual(list);
      }),
    );
  });
});

function shortenedOrUndefined(actions: readonly string[], characters: number): readonly string[] | undefined {
  try {
    return shortened(actions, characters, LEVELS);
  } catch {
    return undefined;
  }
}
