import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** Paths of all documents of the project, from its root. */
export const DOCUMENTS: readonly string[] = ['', 'docs/'].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}${name}`),
);

/** A document of the project, by its path from the root. */
export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A fenced block. The first word behind the fence is its language, the second the file that it is saved to. */
export interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
}

/** Every fenced block of a document, indented ones without their indentation. */
export function blocksOf(document: string): Block[] {
  const blocks: Block[] = [];
  const lines = document.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent, info] = /^( *)```(.*)$/.exec(lines[index] ?? '') ?? [];
    if (indent === undefined || info === undefined) continue;
    const end = lines.indexOf(`${indent}\`\`\``, index + 1);
    if (end === -1) throw new Error(`the fence in line ${String(index + 1)} is never closed`);
    const [language = '', file] = info.trim().split(/\s+/);
    const text = lines.slice(index + 1, end).map((line) => line.slice(indent.length));
    blocks.push({ language, file, text: `${text.join('\n')}\n`, line: index + 1 });
    index = end;
  }
  return blocks;
}

/** The document without its fenced blocks. */
export function proseOf(document: string): string {
  return document.replace(/^( *)```[^]*?^\1```$/gm, '');
}

/** Rows of the table whose first column has this heading, by their first cell, each a map from heading to cell. */
export function tableOf(document: string, firstHeading: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const lines = proseOf(document).split('\n');
  const start = lines.findIndex((line) => cellsOf(line)[0] === firstHeading);
  if (start === -1) throw new Error(`there is no table that begins with "${firstHeading}"`);
  const headings = cellsOf(lines[start] ?? '');
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  const rows = lines.slice(start + 2, length === -1 ? undefined : start + length).map(cellsOf);
  return new Map(rows.map((cells) => [unquoted(cells[0] ?? ''), Object.fromEntries(headings.map((name, at) => [name, cells[at] ?? '']))]));
}

function cellsOf(line: string): string[] {
  return line.startsWith('|')
    ? line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim())
    : [];
}

/** Everything in backticks, in order. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

function unquoted(cell: string): string {
  return codeIn(cell)[0] ?? cell;
}

/** Targets of all links. */
export function linksOf(document: string): string[] {
  return [...proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
}

/** What `#...` may name, as GitHub makes it of headings. */
export function anchorsOf(document: string): string[] {
  return [...proseOf(document).matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
