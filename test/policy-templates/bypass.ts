import { explain, type AccessRequest } from '../../lambda/core/explain';
import { readPolicy, type PolicyStatement } from '../../lambda/core/foreign-policy';
import type { LimitLists } from '../../lambda/core/limit';
import type { LimitTemplate } from '../../lambda/core/limit-template';
import { policyDocument, type PolicyDocument } from '../../lambda/core/policy';
import { isAbout } from '../../lambda/core/statement-match';
import { admittedContext, forbiddenBy, isLimited, requestsFor, unrelatedResources, varied, withoutOptional } from './limited-requests';
import type { Action } from './reference';

/** A request that is asked of a role: a limit that is set forbids it, or an activity of the role needs it. */
export interface Question {
  readonly kind: 'forbidden' | 'needed';
  /** The same text for the same request. */
  readonly text: string;
  readonly request: AccessRequest;
}

/** What was found in one role. */
export interface BypassReport {
  /** Requests that were asked. */
  readonly asked: number;
  /** Those among them that were evaluated here; the others were, of the same statements, for an earlier role. */
  readonly evaluated: number;
  readonly findings: readonly string[];
}

/** A policy that allows everything, as someone might attach it. */
export const EVERYTHING = policyDocument([{ Sid: 'Everything', Effect: 'Allow', Action: ['*'], Resource: ['*'] }]);

/**
 * Looks in roles for ways around their limits: over every action that a limit which is set can reach, no request that it forbids may be
 * allowed, whatever else the role allows and whatever is attached to it; and what the role's own Allows are for, a guard must not deny.
 *
 * What is forbidden is asked with a policy that allows everything beside the role's Denies: what these deny then, they deny beside the
 * role's own Allows too. Roles share statements, and the statements about it alone decide a request: each is evaluated once with the same.
 */
export class BypassChecker {
  /** By action, limits and statements about the action. */
  readonly #reports = new Map<string, BypassReport>();
  /** By limits and Denies: requests that are denied whatever is allowed. */
  readonly #denied = new Map<string, Map<string, boolean>>();
  readonly #actionsOfPattern = new Map<string, readonly string[]>();
  readonly #numberOfText = new Map<string, number>();
  readonly #numberOfStatement = new WeakMap<PolicyStatement, number>();
  readonly #everything = readPolicy('Everything', EVERYTHING);

  /**
   * @param actions every action that a limit may reach, by the service authorization reference
   * @param limits as `limits.json` describes them
   */
  constructor(
    private readonly actions: readonly Action[],
    private readonly limits: readonly LimitTemplate[],
  ) {}

  /** @param lists the values of the limits that are set, the union of what the role names */
  check(documents: readonly PolicyDocument[], lists: LimitLists): BypassReport {
    const about = this.#byAction(documents);
    const limited = JSON.stringify(lists);
    const reports = this.#limited(lists).map((action) => {
      const statements = about.get(action.name) ?? [];
      const key = `${action.name} ${this.#numbersOf(statements)} ${limited}`;
      const known = this.#reports.get(key);
      if (known !== undefined) return { ...known, evaluated: 0 };
      const report = this.#evaluate(action, statements, lists);
      this.#reports.set(key, report);
      return report;
    });
    return {
      asked: reports.reduce((sum, { asked }) => sum + asked, 0),
      evaluated: reports.reduce((sum, { evaluated }) => sum + evaluated, 0),
      findings: reports.flatMap(({ findings }) => findings),
    };
  }

  /** Every request that is asked of a role. */
  questions(documents: readonly PolicyDocument[], lists: LimitLists): readonly Question[] {
    const about = this.#byAction(documents);
    return this.#limited(lists).flatMap((action) => this.#questions(action, about.get(action.name) ?? [], lists));
  }

  #limited(lists: LimitLists): readonly Action[] {
    return this.actions.filter((action) => this.limits.some((limit) => isLimited(action, limit, lists)));
  }

  #evaluate(action: Action, identity: readonly PolicyStatement[], lists: LimitLists): BypassReport {
    const denies = identity.filter(({ effect }) => effect === 'Deny');
    const key = this.#numbersOf(denies);
    const denied = this.#denied.get(key) ?? new Map<string, boolean>();
    this.#denied.set(key, denied);
    const questions = this.#questions(action, identity, lists);
    let evaluated = 0;
    const findings = questions.flatMap(({ kind, text, request }) => {
      const known = kind === 'forbidden' ? denied.get(text) : undefined;
      if (known === true) return [];
      evaluated += 1;
      if (kind === 'needed') {
        return explain(request, { identity }).decision === 'allowed' ? [] : [`denied although the role is for it: ${text}`];
      }
      const isDenied = explain(request, { identity: [...denies, ...this.#everything] }).decision !== 'allowed';
      denied.set(text, isDenied);
      return isDenied ? [] : [`not denied although a limit forbids it: ${text}`];
    });
    return { asked: questions.length, evaluated, findings };
  }

  #questions(action: Action, statements: readonly PolicyStatement[], lists: LimitLists): readonly Question[] {
    const admitted = admittedContext(action.name, lists, this.limits);
    const allows = statements.filter(({ effect }) => effect === 'Allow');
    const resources = unrelatedResources(action, lists, this.limits);
    const met = allows.flatMap((allow) => requestsFor(action.name, allow, admitted, resources));
    const needed = distinct(met.flatMap((request) => [request, ...withoutOptional(request, this.limits)]));
    const unrelated = resources.map((resource) => varied({ action: action.name, resource, context: {} }, admitted));
    const forbidden = distinct(
      [...needed.values(), ...unrelated].flatMap((request) => this.limits.flatMap((limit) => forbiddenBy(limit, request, lists))),
    );
    return [
      ...[...needed].filter(([text]) => !forbidden.has(text)).map(([text, request]) => ({ kind: 'needed', text, request }) as const),
      ...[...forbidden].map(([text, request]) => ({ kind: 'forbidden', text, request }) as const),
    ];
  }

  #byAction(documents: readonly PolicyDocument[]): ReadonlyMap<string, readonly PolicyStatement[]> {
    const found = new Map<string, PolicyStatement[]>();
    for (const statement of documents.flatMap((document) => readPolicy('role', document))) {
      const named = new Set(statement.action.patterns.flatMap((pattern) => this.#actionsOf(pattern, statement)));
      const names = statement.action.names === 'these' ? named : this.actions.map(({ name }) => name).filter((name) => !named.has(name));
      for (const name of names) found.set(name, [...(found.get(name) ?? []), statement]);
    }
    return found;
  }

  #actionsOf(pattern: string, statement: PolicyStatement): readonly string[] {
    const known = this.#actionsOfPattern.get(pattern);
    const one: PolicyStatement = { ...statement, action: { names: 'these', patterns: [pattern] } };
    const actions = known ?? this.actions.map(({ name }) => name).filter((name) => isAbout(one, name));
    this.#actionsOfPattern.set(pattern, actions);
    return actions;
  }

  #numbersOf(statements: readonly PolicyStatement[]): string {
    return statements
      .map((statement) => this.#numberOf(statement))
      .sort((a, b) => a - b)
      .join();
  }

  /** The same for statements that differ in their actions alone. */
  #numberOf(statement: PolicyStatement): number {
    const known = this.#numberOfStatement.get(statement);
    if (known !== undefined) return known;
    const text = JSON.stringify([statement.effect, statement.resource, statement.conditions]);
    const number = this.#numberOfText.get(text) ?? this.#numberOfText.size;
    this.#numberOfText.set(text, number);
    this.#numberOfStatement.set(statement, number);
    return number;
  }
}

/** By text, each once. */
function distinct(requests: readonly AccessRequest[]): ReadonlyMap<string, AccessRequest> {
  return new Map(requests.map((request) => [JSON.stringify(request), request]));
}
