import { isAlias, isMap, isScalar, isSeq, type Node, type ScalarTag, type Tags } from 'yaml';
import type { TemplatePath, TemplateValue } from './template-value';

/**
 * The YAML that CloudFormation reads: 1.1 without the tags binary, omap, pairs, set, timestamp, without aliases and merges.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
const UNSUPPORTED_TAGS = /:(binary|omap|pairs|set|timestamp|merge)$/;

/** Of YAML 1.1's booleans those that templates use; `y` and `n` stay strings, since they are words and keys far more often. */
const BOOLEAN: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  identify: (value) => typeof value === 'boolean',
  test: /^(?:true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:t|y|on$)/i.test(text),
};

export function cloudFormationTags(tags: Tags): Tags {
  const kept = tags.filter((tag) => typeof tag === 'string' || !(UNSUPPORTED_TAGS.test(tag.tag) || tag.tag === BOOLEAN.tag));
  return [...kept, BOOLEAN];
}

/** What a node cannot be read as, and where. */
export type ReportFault = (node: Node | null, message: string) => void;

/** A node as a JSON value, with short tags (`!Sub`) written in their long form (`Fn::Sub`). */
export function nodeValue(node: Node | null, report: ReportFault): TemplateValue {
  const value = untaggedValue(node, report);
  const intrinsic = longName(node);
  return intrinsic === undefined ? value : { [intrinsic]: value };
}

function untaggedValue(node: Node | null, report: ReportFault): TemplateValue {
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }): [string, TemplateValue] => {
      const name = keyText(key);
      if (name === '<<') report(key as Node, 'CloudFormation does not support YAML merges (<<)');
      return [name, nodeValue(value as Node | null, report)];
    });
    return Object.fromEntries(entries);
  }
  if (isSeq(node)) return node.items.map((item) => nodeValue(item as Node | null, report));
  if (isAlias(node)) {
    report(node, `CloudFormation does not support YAML aliases (*${node.source})`);
    return null;
  }
  if (!isScalar(node)) return null;
  const { value } = node;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** A key as it was typed: an account id keeps its leading zero, `On` its spelling. */
function keyText(key: unknown): string {
  if (!isScalar(key)) return '';
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** `!Ref` is `Ref`, `!Condition` is `Condition`, every other `!Name` is `Fn::Name`. */
function longName(node: Node | null): string | undefined {
  const tag = node?.tag;
  if (tag === undefined || !/^![A-Za-z]/.test(tag)) return undefined;
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** The node at a path, and the node of its key where it has one; undefined where the path leads nowhere. */
export interface NodeAt {
  readonly value: Node | null;
  readonly key: Node | undefined;
}

export function nodeAt(root: Node | null, path: TemplatePath): NodeAt | undefined {
  let at: NodeAt = { value: root, key: undefined };
  let insideTag = false;
  for (const segment of path) {
    const { value: node } = at;
    const tag = insideTag ? undefined : longName(node);
    insideTag = false;
    if (tag !== undefined) {
      if (tag !== segment) return undefined;
      insideTag = true;
    } else if (isMap(node)) {
      const pair = node.items.find(({ key }) => keyText(key) === String(segment));
      if (pair === undefined) return undefined;
      at = { value: pair.value as Node | null, key: pair.key as Node };
    } else if (isSeq(node) && typeof segment === 'number' && segment < node.items.length) {
      at = { value: node.items[segment] as Node | null, key: undefined };
    } else {
      return undefined;
    }
  }
  return at;
}
