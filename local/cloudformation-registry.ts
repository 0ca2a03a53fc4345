import { CloudFormationError, type Stack, type StackOutput, type StackStatus } from './cloudformation-stack';

/** All stacks that ever were, and what holds between them: names and exports. */
export class StackRegistry {
  readonly #stacks: Stack[] = [];
  readonly #outsideExports: Readonly<Record<string, string>>;

  /** @param outsideExports exports of stacks that are not played here. */
  constructor(outsideExports: Readonly<Record<string, string>> = {}) {
    this.#outsideExports = outsideExports;
  }

  add(stack: Stack): void {
    this.#stacks.push(stack);
  }

  /** A stack by its id, also a deleted one, or by its name. Source: API_DescribeStacks.html, StackName. */
  find(nameOrId: string): Stack | undefined {
    return this.#stacks.find(({ id, name, status }) => id === nameOrId || (name === nameOrId && status !== 'DELETE_COMPLETE'));
  }

  get(nameOrId: string): Stack {
    const stack = this.find(nameOrId);
    if (stack === undefined) throw new CloudFormationError('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return stack;
  }

  /** A name that a new stack may have. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
  checkNewName(name: string): void {
    if (!/^[A-Za-z][-A-Za-z0-9]{0,127}$/.test(name)) {
      throw new CloudFormationError(
        'ValidationError',
        `Stack name "${name}" must match [a-zA-Z][-a-zA-Z0-9]* and have at most 128 characters`,
      );
    }
    if (this.find(name) !== undefined) throw new CloudFormationError('AlreadyExistsException', `Stack [${name}] already exists`);
  }

  /** A stack that no operation is working on, in one of these states, if any are given. */
  getIdle(nameOrId: string, allowed?: readonly StackStatus[]): Stack {
    const stack = this.get(nameOrId);
    if (stack.status.endsWith('IN_PROGRESS')) {
      throw new CloudFormationError('OperationInProgress', `Stack:${stack.id} is in ${stack.status} state; wait for its operation to end`);
    }
    if (allowed !== undefined && !allowed.includes(stack.status)) {
      throw new CloudFormationError('ValidationError', `Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
    }
    return stack;
  }

  /** Values by export name, for one stack's imports. @param imported told the name of each import. */
  exportsFor(imported: (name: string) => void): Pick<ReadonlyMap<string, string>, 'get'> {
    const exports = new Map([
      ...Object.entries(this.#outsideExports),
      ...this.#exports().map(({ exportName, value }) => [exportName, value] as const),
    ]);
    return {
      get: (name) => {
        imported(name);
        return exports.get(name);
      },
    };
  }

  /**
   * Why a stack may not get these outputs: an export of another stack's name, or one that is in use removed or changed.
   * Texts: https://repost.aws/knowledge-center/cloudformation-stack-export-name-error and https://github.com/linz/geostore/issues/630
   */
  exportFault(stack: Stack, next: readonly StackOutput[]): string | undefined {
    for (const { exportName } of next) {
      const owner = this.#exports().find((other) => other.exportName === exportName && other.stack !== stack);
      if (owner !== undefined) return `Export with name ${owner.exportName} is already exported by stack ${owner.stack.name}.`;
    }
    for (const { exportName, value, stack: owner } of this.#exports()) {
      const user = owner === stack ? this.#importer(exportName, stack) : undefined;
      if (user === undefined) continue;
      const kept = next.find((output) => output.exportName === exportName);
      if (kept === undefined) return `Export ${exportName} cannot be deleted as it is in use by ${user.name}`;
      if (kept.value !== value) return `Export ${exportName} cannot be updated as it is in use by ${user.name}`;
    }
    return undefined;
  }

  #importer(exportName: string, except: Stack): Stack | undefined {
    return this.#stacks.find((stack) => stack !== except && stack.status !== 'DELETE_COMPLETE' && stack.imports.has(exportName));
  }

  #exports(): readonly { readonly exportName: string; readonly value: string; readonly stack: Stack }[] {
    return this.#stacks
      .filter(({ status }) => status !== 'DELETE_COMPLETE')
      .flatMap((stack) =>
        stack.outputs.flatMap(({ exportName, value }) => (exportName === undefined ? [] : [{ exportName, value, stack }])),
      );
  }
}
