import { isAmong } from '../../lambda/core/limit-reach';
import { isPlain, type AnyStatement, type Conditions, type Statement } from '../../lambda/core/policy';
import type { Origin } from './origin';
import { ACCESS_LEVELS, accessLevel, serviceTitle, type AccessLevel, type Reference } from './reference';

/** How far a permission reaches, from the narrowest. */
export const REACHES = ['named', 'kind', 'conditional', 'any'] as const;
export type Reach = (typeof REACHES)[number];

/** One action of the role on its resources, as one statement allows it. */
export interface Grant {
  readonly action: string;
  readonly resources: readonly string[];
  readonly condition: Conditions | undefined;
  readonly reach: Reach;
  readonly origins: readonly Origin[];
  /** Conditions of Deny statements that hold for this action, too. */
  readonly guards: readonly Conditions[];
}

/** What the role may do in one service at one access level. */
export interface Cell {
  readonly level: AccessLevel | 'Unknown';
  readonly grants: readonly Grant[];
  /** Each action once. */
  readonly actions: number;
  /** Actions by the widest reach that any statement gives them; only those that occur, the narrowest first. */
  readonly reaches: readonly { readonly reach: Reach; readonly actions: number }[];
}

export interface ServiceRow {
  readonly service: string;
  readonly title: string;
  /** In the order of the access levels; empty ones are there, too. */
  readonly cells: readonly Cell[];
}

/** Whether a Deny is about an action; one about all but some is about SageMaker's. */
function isDenied(action: string, deny: AnyStatement): boolean {
  return 'Action' in deny ? isAmong(action, deny.Action) : action.startsWith('sagemaker:') && !isAmong(action, deny.NotAction);
}

/** Services by access levels: everything that the statements allow. */
export function permissionMap(
  statements: readonly AnyStatement[],
  originsOf: (statement: AnyStatement) => readonly Origin[],
  reference: Reference,
): readonly ServiceRow[] {
  const denies = statements.filter(({ Effect }) => Effect === 'Deny');
  const grants = statements
    .filter(isPlain)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => {
      const origins = originsOf(statement);
      return statement.Action.map((action): Grant => ({
        action,
        resources: statement.Resource,
        condition: statement.Condition,
        reach: reachOf(statement),
        origins: origins.length < 2 ? origins : origins.filter((origin) => isOriginOf(origin, action)),
        guards: denies.filter((deny) => isDenied(action, deny)).flatMap(({ Condition }) => (Condition === undefined ? [] : [Condition])),
      }));
    });
  const levels = new Map(grants.map(({ action }) => [action, accessLevel(reference, action) ?? 'Unknown'] as const));
  const columns = [...ACCESS_LEVELS, ...([...levels.values()].includes('Unknown') ? (['Unknown'] as const) : [])];
  const services = [...new Set(grants.map(({ action }) => serviceOf(action)))];
  return services
    .map((service) => ({
      service,
      title: serviceTitle(reference, service),
      cells: columns.map((level) =>
        cellOf(
          level,
          grants.filter(({ action }) => serviceOf(action) === service && levels.get(action) === level),
        ),
      ),
    }))
    .sort((a, b) => rank(a) - rank(b) || (a.title < b.title ? -1 : 1));
}

/** SageMaker first: it is what the role is for. */
function rank({ service }: ServiceRow): number {
  return service === 'sagemaker' ? 0 : 1;
}

function cellOf(level: Cell['level'], grants: readonly Grant[]): Cell {
  const widest = new Map<string, Reach>();
  for (const { action, reach } of grants) {
    const before = widest.get(action);
    if (before === undefined || REACHES.indexOf(reach) > REACHES.indexOf(before)) widest.set(action, reach);
  }
  const count = (reach: Reach): number => [...widest.values()].filter((found) => found === reach).length;
  return {
    level,
    grants: [...grants].sort((a, b) => (a.action < b.action ? -1 : a.action > b.action ? 1 : 0)),
    actions: widest.size,
    reaches: REACHES.map((reach) => ({ reach, actions: count(reach) })).filter(({ actions }) => actions > 0),
  };
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? action;
}

function isOriginOf(origin: Origin, action: string): boolean {
  return origin.kind !== 'activity' || origin.statement.Action.includes(action);
}

/** A statement reaches as far as its widest resource. */
export function reachOf({ Resource, Condition }: Pick<Statement, 'Resource' | 'Condition'>): Reach {
  if (Resource.includes('*')) return Condition === undefined ? 'any' : 'conditional';
  return Resource.some(isWholeKind) ? 'kind' : 'named';
}

/** `training-job/*`: a type of resources and no name. ARNs of S3 have no type: what stands before the slash is a bucket. */
function isWholeKind(resource: string): boolean {
  const [, , service = '', , , ...rest] = resource.split(':');
  const name = rest.join(':');
  return service === 's3' ? name.startsWith('*') : /^[a-z0-9-]*[/:]?\*$/i.test(name);
}
