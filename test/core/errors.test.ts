import { assertNoIssues, issueText, PersonaRoleError, suggestion, toPersonaRoleError } from '../../lambda/core/errors';

describe('one error for everything', () => {
  it('names its code and every fault with its path', () => {
    const error = new PersonaRoleError('InvalidRequest', [
      { path: 'Persona', message: 'is unknown' },
      { path: '', message: 'the whole is wrong' },
    ]);
    expect(error.message).toBe('InvalidRequest: Persona: is unknown; the whole is wrong');
    expect(error.name).toBe('PersonaRoleError');
  });

  it.each([
    { path: 'Vpc.Subnets', text: 'Vpc.Subnets: is required' },
    { path: '', text: 'is required' },
  ])('writes a fault at "$path" as "$text"', ({ path, text }) => {
    expect(issueText({ path, message: 'is required' })).toBe(text);
  });

  it('is thrown only where there is a fault', () => {
    expect(() => {
      assertNoIssues([]);
    }).not.toThrow();
    expect(() => {
      assertNoIssues([{ path: 'Tags', message: 'x' }]);
    }).toThrow(new PersonaRoleError('InvalidRequest', [{ path: 'Tags', message: 'x' }]));
  });

  it('passes through when it is caught', () => {
    const error = new PersonaRoleError('NotFound', []);
    expect(toPersonaRoleError(error)).toBe(error);
  });

  it.each([
    { thrown: new TypeError('boom'), message: 'boom' },
    { thrown: 'a text', message: 'a text' },
    { thrown: undefined, message: 'undefined' },
    { thrown: null, message: 'null' },
  ])('becomes an InternalFailure with its cause where $thrown was thrown', ({ thrown, message }) => {
    const error = toPersonaRoleError(thrown);
    expect(error.code).toBe('InternalFailure');
    expect(error.issues).toEqual([{ path: '', message }]);
    expect(error.cause).toBe(thrown);
  });
});

describe('a misspelt name', () => {
  const valid = ['ManageJobs', 'ManageModels', 'RunStudioApps', 'Vpc', 'Kms'];
  it.each([
    { given: 'ManageJob', says: 'did you mean "ManageJobs"?' },
    { given: 'managejobs', says: 'did you mean "ManageJobs"?' },
    { given: 'MangeModles', says: 'did you mean "ManageModels"?' },
    { given: 'VPC', says: 'did you mean "Vpc"?' },
    { given: 'RunStudioAps', says: 'did you mean "RunStudioApps"?' },
  ])('$given is answered by the nearest', ({ given, says }) => {
    expect(suggestion(given, valid)).toBe(says);
  });

  it('is answered by all valid ones, each once and in order, where none is near', () => {
    expect(suggestion('SomethingElse', [...valid, ...valid])).toBe('valid are Kms, ManageJobs, ManageModels, RunStudioApps, Vpc');
  });

  it('is answered by the first in the alphabet where two are equally near', () => {
    expect(suggestion('ax', ['az', 'ay'])).toBe('did you mean "ay"?');
  });

  it('is told that there is nothing to choose where nothing is valid', () => {
    expect(suggestion('x', [])).toBe('none is valid here');
  });

  it('costs nothing if it is very long', () => {
    expect(suggestion('M'.repeat(1_000_000), valid)).toContain('Manage');
  });
});
