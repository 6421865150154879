import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { certificateSchema } from '../../../src/requests/certificate/certificate';
import { gapCodes, unhandledKinds } from '../../../tools/docs/meanings';
import { project, textOf } from './markdown-files';

/** Texts of all source files below a folder of src/. */
function sources(...folders: string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(project, 'src', folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => textOf(join('src', folder, name))),
    )
    .join('\n');
}

/** All that a pattern's first group finds in a text, sorted and each once. */
function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))].sort();
}

/** Names of the members of an interface, in a source file. */
function membersOf(file: string, name: string): string[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022, true);
  const declared = source.statements.filter(ts.isInterfaceDeclaration).find((entry) => entry.name.text === name);
  return (declared?.members ?? []).map((member) => member.name?.getText(source) ?? '');
}

describe('what is written by hand', () => {
  it('explains every code that a gap can have', () => {
    const text = sources('activities', 'orchestrators', 'requests', 'resources');
    const codes = found(text, /code: '(\w+)'/g).filter((code) => code !== 'custom');
    // The reason of a selection that can't be made becomes a gap's code.
    const reasons = found(textOf('src/requests/plan/selection.ts'), /reason: '(\w+)'/g);
    expect(Object.keys(gapCodes).sort()).toEqual([...new Set([...codes, ...reasons])].sort());
  });

  it('names every kind that is probed and not handled', () => {
    const kinds = found(textOf('src/resources/unhandled.ts'), /\{ path: '(\w+)'/g);
    expect(Object.keys(unhandledKinds).sort()).toEqual(kinds);
  });

  it.each([
    ['docs/certificate.md', 'src/requests/certificate/tally.ts', 'Tally'],
    ['docs/queues.md', 'src/requests/result-message.ts', 'ResultMessage'],
  ])('describes in %s every field that %s gives to %s', (page, file, name) => {
    const members = membersOf(file, name);
    expect(members.length).toBeGreaterThan(4);
    const text = textOf(page);
    expect(members.filter((member) => !new RegExp(`[\`"]${member}\\b`).test(text))).toEqual([]);
  });

  it('describes every field of a certificate', () => {
    const text = textOf('docs/certificate.md');
    const fields = Object.keys(certificateSchema.shape);
    expect(fields.filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
  });

  it('describes every route', () => {
    const text = sources('functions');
    const routes = [
      ...[...text.matchAll(/httpFunction\('\w+', '(\w+)', '([^']+)'/g)].map(
        ([, method, route]) => `${method} /api/${route}`,
      ),
      ...found(text, /route: '([^']+)'/g).map((route) => `GET /api/${route}`),
    ];
    expect(routes.length).toBeGreaterThan(8);
    const described = found(textOf('docs/http-api.md'), /^## `([^`]+)`/gm);
    expect(described).toEqual(routes.sort());
  });

  it('names every role, queue and container', () => {
    const names = [
      ...found(textOf('src/functions/caller.ts'), /'(Requests\.\w+)'/g),
      ...found(textOf('src/config/queues.ts') + textOf('src/storage/own-containers.ts'), /'(privacy-[\w-]+)'/g),
    ];
    expect(names.length).toBeGreaterThan(7);
    const text = textOf('docs/http-api.md') + textOf('docs/queues.md') + textOf('docs/concepts.md');
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
