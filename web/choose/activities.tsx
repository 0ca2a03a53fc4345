import type { VNode } from 'preact';
import { versioned } from '../../lambda/core/catalog';
import type { ActivityTemplate } from '../../lambda/core/template';
import { activityGroups } from '../design/groups';
import { nameOf, personaOf, selectedActivities, withActivity, withoutActivity } from '../design/selection';
import { firstSentence } from '../design/words';
import { ActivityDetails, LimitBadges } from './activity-details';
import { VersionChoice } from './version-choice';
import { OwnValues, type OwnValuesProps } from './own-values';

export type ActivitiesProps = Omit<OwnValuesProps, 'template'>;

/** All activities of the catalogue as grouped checkboxes. */
export function Activities(props: ActivitiesProps): VNode {
  const { catalog, properties } = props;
  const selected = selectedActivities(properties, catalog);
  const preselected = personaOf(properties, catalog)?.Activities ?? [];
  return (
    <section class="activities" aria-labelledby="activities-heading">
      <h3 id="activities-heading">Activities</h3>
      <p class="hint">
        What the role may do. {selected.length} of {catalog.activities.size === 0 ? 0 : countNames(props)} ticked
        {preselected.length === 0 ? '' : '; a dot marks what the persona ticks'}.
      </p>
      {activityGroups(catalog).map(({ title, activities }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          <ul class="plain">
            {activities.map(({ name, versions }) => {
              const reference = selected.find((chosen) => nameOf(chosen.reference) === name)?.reference;
              const template =
                versions.find(({ Activity, Version }) => versioned(Activity, Version) === reference) ?? offered(versions, preselected);
              if (template === undefined) return null;
              return (
                <ActivityItem
                  key={name}
                  {...props}
                  template={template}
                  versions={versions}
                  isTicked={reference !== undefined}
                  isPreselected={preselected.some((activity) => nameOf(activity) === name)}
                />
              );
            })}
          </ul>
        </fieldset>
      ))}
    </section>
  );
}

function countNames({ catalog }: ActivitiesProps): number {
  return new Set([...catalog.activities.keys()].map(nameOf)).size;
}

/** What a tick takes: the version of the persona, else the newest that was not withdrawn. */
function offered(versions: readonly ActivityTemplate[], preselected: readonly string[]): ActivityTemplate | undefined {
  const ofPersona = versions.find(({ Activity, Version }) => preselected.includes(versioned(Activity, Version)));
  return ofPersona ?? versions.findLast(({ Withdrawn }) => Withdrawn === undefined) ?? versions.at(-1);
}

interface ItemProps extends ActivitiesProps {
  readonly template: ActivityTemplate;
  readonly versions: readonly ActivityTemplate[];
  readonly isTicked: boolean;
  readonly isPreselected: boolean;
}

function ActivityItem({ versions, isTicked, isPreselected, ...props }: ItemProps): VNode {
  const { catalog, properties, choose, template } = props;
  const { Activity, Version, Title, Description, Withdrawn } = template;
  const id = `activity-${Activity}`;
  const tick = (): void => {
    choose(isTicked ? withoutActivity(properties, Activity, catalog) : withActivity(properties, versioned(Activity, Version), catalog));
  };
  return (
    <li class={`activity${isTicked ? ' ticked' : ''}`}>
      <div class="head">
        <input type="checkbox" id={id} checked={isTicked} onChange={tick} aria-describedby={`${id}-description`} />
        <label for={id}>
          {Title}
          {isPreselected ? <span class="preselected" title="ticked by the persona" role="img" aria-label="ticked by the persona" /> : null}
        </label>
      </div>
      <p class="description" id={`${id}-description`}>
        {firstSentence(Description)}
      </p>
      {Withdrawn === undefined ? null : <p class="withdrawn">Withdrawn: {Withdrawn}</p>}
      <div class="badges">
        <VersionChoice
          name={Activity}
          versions={versions}
          reference={versioned(Activity, Version)}
          isChosen={isTicked}
          take={(reference) => {
            choose(withActivity(properties, reference, catalog));
          }}
        />
        <LimitBadges template={template} catalog={catalog} />
      </div>
      <ActivityDetails template={template} rest={Description.slice(firstSentence(Description).length).trim()} />
      {isTicked ? <OwnValues {...props} /> : null}
    </li>
  );
}
