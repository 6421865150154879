import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, type Project } from '../../../tools/infra/check';
import { codeAt } from '../../../tools/infra/code';
import { findingText, type Finding } from '../../../tools/infra/finding';
import { folderReader, textsBelow, type Texts } from '../../../tools/infra/folder';
import { readSchemas } from '../../../tools/infra/schemas/read';

const root = join(__dirname, '../../..');

/** The real project, and a way to check it with some of its texts changed. */
export interface RealProject {
  texts: Texts;
  project: Project;
  findings: (changes: Readonly<Record<string, string>>) => Finding[];
}

/** Reads infra/ and what it is compared with. */
export async function realProject(): Promise<RealProject> {
  const read = await folderReader();
  const texts = textsBelow(join(root, 'infra'));
  const project: Project = {
    folder: read(texts),
    schemas: readSchemas(join(root, 'infra/schemas')),
    code: codeAt(root),
    deployPage: readFileSync(join(root, 'docs/deploy.md'), 'utf8'),
    runbookPage: readFileSync(join(root, 'docs/runbooks.md'), 'utf8'),
  };
  return {
    texts,
    project,
    findings: (changes) => check({ ...project, folder: read(new Map([...texts, ...Object.entries(changes)])) }),
  };
}

/** Findings as they are printed. */
export function shown(findings: readonly Finding[]): string[] {
  return findings.map(findingText);
}

/** The rules that findings are of, once each. */
export function rulesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort();
}
