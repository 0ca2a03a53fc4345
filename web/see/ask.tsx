import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';
import { toPersonaRoleError } from '../../lambda/core/errors';
import { explain } from '../../lambda/core/explain';
import { explanationLines } from '../../lambda/core/explain-words';
import { readPolicy } from '../../lambda/core/foreign-policy';
import { isPlain } from '../../lambda/core/policy';
import { isMap, textsOf } from '../design/design';
import { statementsOf, type Made } from '../design/made';
import { StructureField } from '../parts/structure-field';

/** "Can this role …?", by the same evaluation as on the command line. */
export function Ask({ made }: { readonly made: Made }): VNode {
  const id = useId();
  const [action, setAction] = useState('');
  const [resource, setResource] = useState('');
  const [context, setContext] = useState<unknown>(undefined);
  const allows = statementsOf(made)
    .filter(isPlain)
    .filter(({ Effect }) => Effect === 'Allow');
  const actions = [...new Set(allows.flatMap(({ Action }) => Action))].sort();
  const suggestion = allows.find(({ Action }) => Action.includes(action))?.Resource[0];
  const lines = /^[a-z0-9-]+:\w+$/i.test(action) ? answer(made, action, resource === '' ? '*' : resource, context) : undefined;
  return (
    <>
      <h3>Can this role …?</h3>
      <p class="hint">
        It is decided from the policies here. The permissions boundary, and policies of buckets, keys and the organisation, can only take
        away, or allow elsewhere.
      </p>
      <div class="field">
        <label for={`${id}-action`}>Action</label>
        <input
          type="text"
          id={`${id}-action`}
          list={`${id}-actions`}
          value={action}
          placeholder="sagemaker:CreateTrainingJob"
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            setAction(currentTarget.value.trim());
          }}
        />
        <datalist id={`${id}-actions`}>
          {actions.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      </div>
      <div class="field">
        <label for={`${id}-resource`}>Resource</label>
        <input
          type="text"
          id={`${id}-resource`}
          value={resource}
          placeholder={suggestion?.replace(/\*$/, 'example') ?? 'arn:aws:s3:::ml-data-bucket/a.csv'}
          spellcheck={false}
          autocomplete="off"
          onInput={({ currentTarget }) => {
            setResource(currentTarget.value.trim());
          }}
        />
      </div>
      <StructureField
        label="Context"
        field={{
          path: 'condition keys',
          words: 'What the request says of itself, such as `sagemaker:VpcSubnets: [subnet-0123456789abcdef0]`.',
        }}
        value={context}
        faults={[]}
        onChange={setContext}
      />
      <div class="answer" role="status">
        {lines === undefined ? (
          <p class="hint">Name an action: the answer follows as you type.</p>
        ) : (
          <>
            <p class={`verdict ${lines.decision}`}>{lines.first}</p>
            <pre class="reasons">{lines.rest}</pre>
          </>
        )}
      </div>
    </>
  );
}

interface Answer {
  readonly decision: string;
  readonly first: string;
  readonly rest: string;
}

function answer({ policies }: Made, action: string, resource: string, context: unknown): Answer {
  try {
    const identity = policies.flatMap(({ policy: { PolicyName, PolicyDocument } }) => readPolicy(PolicyName, PolicyDocument));
    const given = isMap(context) ? Object.entries(context).map(([key, value]) => [key, textsOf(value)] as const) : [];
    const explanation = explain({ action, resource, context: Object.fromEntries(given) }, { identity });
    const [first = '', ...rest] = explanationLines(explanation);
    return { decision: explanation.decision, first, rest: rest.map((line) => line.replace(/^ {2}/, '')).join('\n') };
  } catch (error) {
    return { decision: 'faulty', first: toPersonaRoleError(error).message, rest: '' };
  }
}
