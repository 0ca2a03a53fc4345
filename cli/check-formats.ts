import { jsonText } from './json-text';
import type { Finding, TemplateReport } from './finding';
import type { Format } from './report-format';
import { sarifText } from './sarif';
import { positionText } from './template';

/** The findings of all templates in one text. */
export function reportText(reports: readonly TemplateReport[], format: Format): string {
  const findings = reports.flatMap((report) => report.findings);
  switch (format) {
    case 'text':
      return findings.map(findingText).join('');
    case 'json':
      return jsonText(reports.map(({ file, roles, findings: found, skipped }) => ({ file, roles, findings: found, skipped })));
    case 'sarif':
      return sarifText(findings);
    case 'github':
      return findings.map(annotation).join('');
  }
}

/** `template.yaml:12:7: fault: Resources.Role.Properties.S3Bucket: unknown property …` */
function findingText({ position, level, path, message }: Finding): string {
  return `${[positionText(position), level, ...(path === '' ? [] : [path]), message].join(': ')}\n`;
}

/**
 * A workflow command, which GitHub shows beside the line in a pull request.
 * Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
function annotation({ position, level, rule, path, message }: Finding): string {
  const command = level === 'fault' ? 'error' : 'notice';
  const { file, line, column } = position;
  const fields = { file, line: String(line), col: String(column), title: `persona-role ${rule}` };
  const settings = Object.entries(fields).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  return `::${command} ${settings.join(',')}::${escaped(path === '' ? message : `${path}: ${message}`)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
