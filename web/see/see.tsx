import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { DesiredRole } from '../../lambda/core/desired';
import type { Catalog } from '../../lambda/core/template';
import type { Evaluation } from '../design/evaluate';
import { originFinder } from '../design/origin';
import { permissionMap } from '../design/permission-map';
import type { Reference } from '../design/reference';
import { warnings } from '../design/warnings';
import { Tabs } from '../parts/tabs';
import type { Session } from '../session';
import { PermissionMap } from './permission-map';
import { Policies, type OriginsOf } from './policies';
import { Sizes } from './sizes';
import { Summary } from './summary';
import { Trust } from './trust';

export interface SeeProps {
  readonly catalog: Catalog;
  readonly reference: Reference;
  readonly session: Session;
  readonly evaluation: Evaluation;
}

/** The role as it would be, beside the form. */
export function See({ catalog, reference, session, evaluation }: SeeProps): VNode {
  const { design } = session;
  const { role, properties } = evaluation;
  const originsOf = useMemo(() => originFinder(properties, catalog, design.place), [properties, catalog, design.place]);
  return (
    <>
      <Summary evaluation={evaluation} warnings={warnings(design.properties, catalog)} />
      <Tabs
        label="Views of the role"
        tabs={[
          { title: 'Map', content: () => shown(role, (made) => <Map role={made} originsOf={originsOf} reference={reference} />) },
          { title: 'Policies', content: () => shown(role, (made) => <Policies role={made} originsOf={originsOf} />) },
          { title: 'Trust', content: () => shown(role, (made) => <Trust role={made} />) },
          { title: 'Sizes', content: () => shown(role, (made) => <Sizes role={made} />) },
        ]}
      />
    </>
  );
}

function shown(role: DesiredRole | undefined, view: (role: DesiredRole) => VNode): VNode {
  return role === undefined ? <p class="hint">There is no role to show yet: see the faults above.</p> : view(role);
}

interface MapProps {
  readonly role: DesiredRole;
  readonly originsOf: OriginsOf;
  readonly reference: Reference;
}

function Map({ role, originsOf, reference }: MapProps): VNode {
  const rows = useMemo(() => {
    const documents = [role.inlinePolicy, ...role.managedPolicies].map(({ PolicyDocument }) => PolicyDocument);
    return permissionMap(
      documents.flatMap(({ Statement }) => Statement),
      originsOf,
      reference,
    );
  }, [role, originsOf, reference]);
  return <PermissionMap rows={rows} />;
}
