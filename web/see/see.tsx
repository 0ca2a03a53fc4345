import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Catalog } from '../../lambda/core/catalog';
import type { Evaluation } from '../design/evaluate';
import { statementsOf, type Made } from '../design/made';
import { originFinder } from '../design/origin';
import { permissionMap } from '../design/permission-map';
import type { Reference } from '../design/reference';
import { warnings } from '../design/warnings';
import { Tabs } from '../parts/tabs';
import type { Session } from '../session';
import { Ask } from './ask';
import { Compare } from './compare';
import { PermissionMap } from './permission-map';
import { Policies, type OriginsOf } from './policies';
import { Sizes } from './sizes';
import { Summary } from './summary';
import { TakeAway } from './take-away';
import { Trust } from './trust';

export interface SeeProps {
  readonly catalog: Catalog;
  readonly reference: Reference;
  readonly session: Session;
  readonly evaluation: Evaluation;
  /** Takes the present design as the one to compare with. */
  readonly keep: () => void;
}

/** The role as it would be, beside the form. */
export function See({ catalog, reference, session: { design, opened }, evaluation, keep }: SeeProps): VNode {
  const { properties } = evaluation;
  const originsOf = useMemo(() => originFinder(properties, catalog, design.place), [properties, catalog, design.place]);
  const view = (title: string, content: (made: Made) => VNode): { readonly title: string; readonly content: () => VNode } => ({
    title,
    content: () => shown(evaluation, content),
  });
  return (
    <>
      <Summary evaluation={evaluation} warnings={warnings(design.properties, evaluation, catalog)} />
      <Tabs
        label="Views of the role"
        tabs={[
          view('Map', (made) => <PermissionMapOf made={made} originsOf={originsOf} reference={reference} />),
          view('Policies', (made) => <Policies made={made} originsOf={originsOf} />),
          view('Trust', (made) => <Trust made={made} />),
          view('Sizes', (made) => <Sizes made={made} />),
          view('Ask', (made) => <Ask made={made} />),
          view('Compare', (made) => <Compare catalog={catalog} opened={opened} made={made} keep={keep} />),
          view('Take away', () => <TakeAway catalog={catalog} design={design} evaluation={evaluation} />),
        ]}
      />
    </>
  );
}

function shown({ made }: Evaluation, content: (made: Made) => VNode): VNode {
  return made === undefined ? <p class="hint">There is no role to show yet: see the faults above.</p> : content(made);
}

interface MapProps {
  readonly made: Made;
  readonly originsOf: OriginsOf;
  readonly reference: Reference;
}

function PermissionMapOf({ made, originsOf, reference }: MapProps): VNode {
  const rows = useMemo(() => permissionMap(statementsOf(made), originsOf, reference), [made, originsOf, reference]);
  return <PermissionMap rows={rows} />;
}
