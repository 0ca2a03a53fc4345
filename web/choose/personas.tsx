import type { ComponentChildren, VNode } from 'preact';
import { namesOf, versioned, versionsOf, type Catalog } from '../../lambda/core/catalog';
import type { PersonaTemplate } from '../../lambda/core/template';
import type { PropertyMap } from '../design/design';
import { withPersona, withVersion } from '../design/selection';
import { firstSentence } from '../design/words';
import { VersionChoice } from './version-choice';

export interface ChoiceProps {
  readonly catalog: Catalog;
  readonly properties: PropertyMap;
  readonly choose: (properties: PropertyMap) => void;
}

/** Personas as radio cards, and beside them the choice without a persona. */
export function Personas({ catalog, properties, choose }: ChoiceProps): VNode {
  const chosen = chosenPersona(properties);
  return (
    <fieldset class="personas">
      <legend>Persona</legend>
      <p class="hint">A set of activities, chosen beforehand. You can change what it ticks.</p>
      <div class="cards">
        {namesOf(catalog.personas).map((name) => (
          <PersonaCard
            key={name}
            versions={versionsOf(catalog.personas, name).flatMap((version) => catalog.personas.get(versioned(name, version)) ?? [])}
            chosen={chosen}
            choose={(reference) => {
              choose(withPersona(properties, reference, catalog));
            }}
          />
        ))}
        <Card
          id="persona-none"
          title="Custom"
          description="No persona: exactly the activities that you tick, beginning with those that are ticked now."
          isChosen={chosen === undefined}
          choose={() => {
            choose(withPersona(properties, undefined, catalog));
          }}
        />
      </div>
    </fieldset>
  );
}

function chosenPersona({ Persona }: PropertyMap): string | undefined {
  return typeof Persona === 'string' && Persona !== '' ? withVersion(Persona) : undefined;
}

interface PersonaCardProps {
  /** The newest last. */
  readonly versions: readonly PersonaTemplate[];
  readonly chosen: string | undefined;
  readonly choose: (reference: string) => void;
}

/** A persona takes the newest version that was not withdrawn; where there are others, they can be had. */
function PersonaCard({ versions, chosen, choose }: PersonaCardProps): VNode | null {
  const taken = versions.find(({ Persona, Version }) => versioned(Persona, Version) === chosen);
  const template = taken ?? versions.findLast(({ Withdrawn }) => Withdrawn === undefined) ?? versions.at(-1);
  if (template === undefined) return null;
  const { Persona, Version, Title, Description, Activities } = template;
  const reference = versioned(Persona, Version);
  const note = `${String(Activities.length)} ${Activities.length === 1 ? 'activity' : 'activities'}`;
  return (
    <Card
      id={`persona-${Persona}`}
      title={Title}
      description={`${firstSentence(Description)} (${note})`}
      isChosen={taken !== undefined}
      choose={() => {
        choose(reference);
      }}
    >
      <VersionChoice name={Persona} versions={versions} reference={reference} isChosen={taken !== undefined} take={choose} />
    </Card>
  );
}

interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly isChosen: boolean;
  readonly choose: () => void;
  readonly children?: ComponentChildren;
}

function Card({ id, title, description, isChosen, choose, children }: CardProps): VNode {
  return (
    <div class="card">
      <input type="radio" name="persona" id={id} checked={isChosen} onChange={choose} aria-describedby={`${id}-description`} />
      <label for={id} class="title">
        {title}
      </label>{' '}
      {children}
      <p id={`${id}-description`}>{description}</p>
    </div>
  );
}
