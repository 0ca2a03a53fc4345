import type { VNode } from 'preact';
import { LIMIT_LISTS, LIMITS } from '../../lambda/core/limit';
import { parameterType } from '../../lambda/core/parameter-types';
import { supportedLimits } from '../../lambda/core/limit-reach';
import { valueAt, withValueAt } from '../design/design';
import { propertyField } from '../design/property-form';
import { selectedTemplates } from '../design/selection';
import { exampleOf } from '../design/stand-ins';
import { limitName, propertyWords } from '../design/words';
import { faultsAt } from '../parts/faults';
import { PropertyInput } from '../parts/property-input';
import type { ValuesProps } from './values';

/** Limits on the whole role, each with the activities that honour it. */
export function LimitFields({ catalog, schema, design, faults, edit }: ValuesProps): VNode {
  const { properties, place } = design;
  const templates = selectedTemplates(properties, catalog);
  return (
    <section aria-labelledby="limits-heading">
      <h3 id="limits-heading">Limits</h3>
      <p class="hint">They hold for every activity that can honour them, and as Deny statements for every request that the role makes.</p>
      {LIMITS.map((limit) => {
        const honouring = templates.filter((template) => supportedLimits(template, catalog).includes(limit));
        return (
          <fieldset key={limit} class="limit">
            <legend>{limitName(limit)}</legend>
            <p class="hint">
              {honouring.length === 0
                ? 'No ticked activity can honour it.'
                : `Honoured by ${honouring.map(({ Title }) => Title).join(', ')}.`}
            </p>
            {Object.entries(LIMIT_LISTS[limit]).map(([list, type]) => {
              const field = propertyField(schema, list);
              return (
                <PropertyInput
                  key={list}
                  label={propertyWords(list.split('.').at(-1) ?? list)}
                  field={{ ...field, words: wordsOn(field.words, parameterType(type).description), example: exampleOf(type, place) }}
                  value={valueAt(properties, list)}
                  faults={[...faultsAt(faults, list), ...faults.filter(({ path }) => path !== '' && list.startsWith(`${path}.`))]}
                  onChange={(value) => {
                    edit(withValueAt(properties, list, value));
                  }}
                />
              );
            })}
          </fieldset>
        );
      })}
    </section>
  );
}

function wordsOn(words: string, description: string): string {
  return words === '' ? `Each is the ${description}.` : `${words} Each is the ${description}.`;
}
