import { sep } from 'node:path';
import packageJson from '../package.json';
import { RULES, type Finding } from './finding';
import { jsonText } from './json-text';

/**
 * Findings as SARIF 2.1.0, as code scanning takes it.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifText(findings: readonly Finding[]): string {
  const rules = Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  return jsonText({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: packageJson.name, version: packageJson.version, rules } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, Object.keys(RULES))),
      },
    ],
  });
}

function resultOf({ rule, level, position, path, message }: Finding, ids: readonly string[]): unknown {
  const { file, line, column } = position;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: level === 'fault' ? 'error' : 'note',
    message: { text: path === '' ? message : `${path}: ${message}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file.split(sep).join('/')) },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}
