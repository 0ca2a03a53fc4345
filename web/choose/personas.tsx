import type { VNode } from 'preact';
import type { Catalog } from '../../lambda/core/template';
import type { PropertyMap } from '../design/design';
import { personaOf, withPersona, withVersion } from '../design/selection';

export interface ChoiceProps {
  readonly catalog: Catalog;
  readonly properties: PropertyMap;
  readonly choose: (properties: PropertyMap) => void;
}

/** Personas as radio cards, and beside them the choice without a persona. */
export function Personas({ catalog, properties, choose }: ChoiceProps): VNode {
  const { Persona } = properties;
  const chosen = typeof Persona === 'string' ? withVersion(Persona) : undefined;
  return (
    <fieldset class="personas">
      <legend>Persona</legend>
      <p class="hint">A set of activities, chosen beforehand. You can change what it ticks.</p>
      <div class="cards">
        {[...catalog.personas].map(([reference, persona]) => (
          <PersonaCard
            key={reference}
            reference={reference}
            title={persona.Title}
            description={persona.Description}
            note={`${String(persona.Activities.length)} ${persona.Activities.length === 1 ? 'activity' : 'activities'}`}
            isChosen={chosen === reference}
            choose={() => {
              choose(withPersona(properties, reference, catalog));
            }}
          />
        ))}
        <PersonaCard
          reference=""
          title="Custom"
          description="No persona: exactly the activities that you tick."
          note="starts from what is ticked"
          isChosen={personaOf(properties, catalog) === undefined && chosen === undefined}
          choose={() => {
            choose(withPersona(properties, undefined, catalog));
          }}
        />
      </div>
    </fieldset>
  );
}

interface CardProps {
  readonly reference: string;
  readonly title: string;
  readonly description: string;
  readonly note: string;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function PersonaCard({ reference, title, description, note, isChosen, choose }: CardProps): VNode {
  const id = `persona-${reference === '' ? 'none' : reference}`;
  return (
    <div class="card">
      <input type="radio" name="persona" id={id} checked={isChosen} onChange={choose} aria-describedby={`${id}-description`} />
      <label for={id}>
        <span class="title">{title}</span> {reference === '' ? null : <code>{reference}</code>}
      </label>
      <p id={`${id}-description`}>
        {description} <span class="note">{note}</span>
      </p>
    </div>
  );
}
