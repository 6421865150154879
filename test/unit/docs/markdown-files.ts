import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folder of the project. */
export const project = join(__dirname, '../../..');

const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', '.local', 'demo-out']);

/** Paths of all Markdown pages of the project, relative to it. */
export function markdownFiles(folder = project): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownFiles(path);
    return entry.name.endsWith('.md') ? [relative(project, path)] : [];
  });
}

/** Text of a file of the project. */
export function textOf(file: string): string {
  return readFileSync(join(project, file), 'utf8');
}

/** One fenced block: the first word after the fence, the second one, and what is in it. */
export interface Block {
  language: string;
  kind: string;
  text: string;
}

/** All fenced blocks of a page. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^ *```(\S*)[ ]?(\S*)\n([\s\S]*?)\n *```$/gm)].map(([, language, kind, text]) => ({
    language: language ?? '',
    kind: kind ?? '',
    text: text ?? '',
  }));
}
