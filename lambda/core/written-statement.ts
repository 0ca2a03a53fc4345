import type { Conditions, Effect, Statement } from './policy';

/** A statement that brings its part of the policy's text along. To everyone else it is a statement like any other. */
export class WrittenStatement<E extends Effect = Effect> implements Statement {
  declare readonly Condition?: Conditions;
  readonly #text: string;

  /** @param text RFC 8785 canonical JSON of the statement */
  constructor(
    readonly Sid: string,
    readonly Effect: E,
    readonly Action: readonly string[],
    readonly Resource: readonly string[],
    condition: Conditions | undefined,
    text: string,
  ) {
    if (condition !== undefined) this.Condition = condition;
    this.#text = text;
  }

  /** The text that a statement brings along; `undefined` for one that was put together elsewhere. */
  static textOf(statement: object): string | undefined {
    return #text in statement ? statement.#text : undefined;
  }
}
