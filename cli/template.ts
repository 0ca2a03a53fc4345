import { LineCounter, parseDocument, type Node } from 'yaml';
import { PersonaRoleError, type Issue } from '../lambda/core/errors';
import { isTemplateMap, pathText, type TemplateMap, type TemplatePath } from './template-value';
import { cloudFormationTags, nodeAt, nodeValue } from './template-yaml';

/** Place in a template's text; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A CloudFormation template as it was written: nothing resolved, short tags in their long form. */
export interface Template {
  readonly file: string;
  readonly body: TemplateMap;
  /** Where the value at a path begins (behind its tag, if it has one); for a path that leads nowhere, where its nearest ancestor begins. */
  position(path: TemplatePath): Position;
  /** Where the key of a path begins, if its last segment is one; else as {@link position}. */
  keyPosition(path: TemplatePath): Position;
}

/**
 * Reads a template, YAML or JSON.
 * @throws PersonaRoleError InvalidRequest with every syntax fault; the paths of its issues are `file:line:column`.
 */
export function readTemplate(text: string, file = 'template'): Template {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.1', customTags: cloudFormationTags, lineCounter: lines, prettyErrors: false });
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const startOf = (node: Node | null): number => node?.range?.[0] ?? 0;

  const issues: Issue[] = document.errors.map(({ pos, message }) => ({ path: positionText(positionOf(pos[0])), message }));
  const body = nodeValue(document.contents, (node, message) => {
    issues.push({ path: positionText(positionOf(startOf(node))), message });
  });
  if (issues.length === 0 && !isTemplateMap(body)) {
    issues.push({ path: positionText(positionOf(0)), message: 'a CloudFormation template is a map with a section Resources' });
  }
  if (issues.length > 0 || !isTemplateMap(body)) throw new PersonaRoleError('InvalidRequest', issues);

  const nearest = (path: TemplatePath): ReturnType<typeof nodeAt> =>
    nodeAt(document.contents, path) ?? (path.length === 0 ? undefined : nearest(path.slice(0, -1)));
  return {
    file,
    body,
    position: (path) => {
      const at = nearest(path);
      return positionOf(startOf(at?.value ?? at?.key ?? null));
    },
    keyPosition: (path) => {
      const at = nearest(path);
      return positionOf(startOf(at?.key ?? at?.value ?? null));
    },
  };
}

/** `template.yaml:12:5`. */
export function positionText({ file, line, column }: Position): string {
  return `${file}:${String(line)}:${String(column)}`;
}

/** One fault of a template as an issue: where it is in the file, then in which value, then what. */
export function templateIssue(template: Template, path: TemplatePath, message: string): Issue {
  return { path: positionText(template.position(path)), message: path.length === 0 ? message : `${pathText(path)}: ${message}` };
}

/** A value cannot be told from the template alone: only the deployment knows it. */
export class DeploymentValueError extends PersonaRoleError {
  constructor(
    /** What it is, as the template writes it: `Fn::GetAtt Bucket.Arn`. */
    readonly words: string,
    issues: readonly Issue[],
  ) {
    super('InvalidRequest', issues);
  }
}

export function templateError(template: Template, path: TemplatePath, message: string): PersonaRoleError {
  return new PersonaRoleError('InvalidRequest', [templateIssue(template, path, message)]);
}
