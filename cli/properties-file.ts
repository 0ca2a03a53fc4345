import { parseDocument } from 'yaml';
import { PersonaRoleError } from '../lambda/core/errors';
import { readTextFile } from './text-file';

/** Reads a file with a JSON or YAML map, `-` for standard input. */
export function readMapFile(file: string): Record<string, unknown> {
  return readMap(readTextFile(file), file);
}

/** Reads a JSON or YAML map. YAML's syntax faults come with line and column. */
export function readMap(text: string, file: string): Record<string, unknown> {
  const name = file === '-' ? 'standard input' : file;
  const document = parseDocument(text, { version: '1.2' });
  const firstLine = ({ message }: Error): string => message.split('\n')[0]?.replace(/:$/, '') ?? message;
  const faults = [
    ...document.errors.map((error) => ({ path: name, message: firstLine(error) })),
    // Without its tag, `!Ref Bucket` would be the text "Bucket".
    ...document.warnings
      .filter(({ code }) => code === 'TAG_RESOLVE_FAILED')
      .map((warning) => ({ path: name, message: `${firstLine(warning)}; only a template has such tags: write the value itself` })),
  ];
  if (faults.length > 0) throw new PersonaRoleError('InvalidRequest', faults);
  const value: unknown = document.toJS();
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new PersonaRoleError('InvalidRequest', [{ path: name, message: 'must be a map of properties, JSON or YAML' }]);
}
