import type { HintKind } from '../lambda/core/hints';
import type { Position } from './template';

/** What kinds of findings there are, with a sentence on each for those who read reports. */
export const RULES = {
  'invalid-template': 'The template itself is wrong: CloudFormation would refuse it.',
  'invalid-properties': 'The provider refuses these properties, whatever its configuration.',
  'wrong-type': 'The provider refuses what is for it under another type of resource.',
  'not-permitted': "The provider's configuration does not permit this to a new role.",
  withdrawn: 'A version that proved wrong: a new role with it is refused.',
  'version-not-written': 'A name without a version means version 1, for ever.',
  'newer-version': 'A newer version exists; permissions change only when you write it.',
  'broad-access': 'A statement reaches more than its author may expect.',
  wildcard: 'A value stands for many names.',
  'limit-without-reach': 'Actions of the role that a limit cannot reach.',
  'single-value': 'A single value where a list is meant.',
  'passed-role-unlimited': 'A role that is passed lacks what limits the role that passes it.',
} as const satisfies Readonly<
  Record<
    HintKind | 'invalid-template' | 'invalid-properties' | 'wrong-type' | 'not-permitted' | 'withdrawn' | 'passed-role-unlimited',
    string
  >
>;

export type Rule = keyof typeof RULES;

/** Something found in a template. Faults fail a deployment; hints do not. */
export interface Finding {
  readonly level: 'fault' | 'hint';
  readonly rule: Rule;
  readonly position: Position;
  /** Where in the template, `Resources.Role.Properties.S3Bucket`; empty where the fault is of the file as a whole. */
  readonly path: string;
  readonly message: string;
}

/** A value that was not checked, since only the deployment knows it. */
export interface Skipped {
  readonly position: Position;
  readonly path: string;
  /** What it is, in words of the template. */
  readonly words: string;
}

/** What was found in one template. */
export interface TemplateReport {
  readonly file: string;
  /** Logical ids of the resources that were checked. */
  readonly roles: readonly string[];
  /** Names of the template's parameters; absent where it cannot be read. */
  readonly parameters?: readonly string[];
  readonly findings: readonly Finding[];
  readonly skipped: readonly Skipped[];
}
