import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, markdownFiles, project, textOf } from './markdown-files';

/** What a line of a block begins with when somebody is to type it. */
const command = /^\s*(npm|npx|node|func|curl|cp|cd|[A-Z_]+=|\w+\(\) \{)/m;

const blocks = markdownFiles().flatMap((file) =>
  blocksOf(textOf(file))
    .filter(({ language, text }) => language === 'bash' || (language === '' && command.test(text)))
    .map((block, index) => ({ name: `${file}, block of commands ${index + 1}`, ...block })),
);
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

describe('commands in the pages', () => {
  // A test runs the tested ones as they stand (test/e2e/start.test.ts); of the others that they name what exists is seen here.
  it.each(blocks)('$name says whether a test runs it', ({ language, kind }) => {
    expect([language, kind]).toEqual(['bash', expect.stringMatching(/^(tested|untested)$/)]);
  });

  const pages = markdownFiles().map((file) => ({ file, text: textOf(file) }));
  it.each(pages)('$file names scripts that package.json has', ({ text }) => {
    const named = [...text.matchAll(/\bnpm run (?:--silent )?([\w:-]*\w)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(blocks)('$name names files that the project has', ({ text }) => {
    const named = [...text.matchAll(/(?:^|[\s@"'])((?:dist|seeds|test|local)\/[\w./-]+)/g)].map(
      ([, path]) => path ?? '',
    );
    // What is built has its source beside it.
    const source = (path: string) => path.replace(/^dist\/(.*)\.js$/, '$1.ts');
    expect(named.filter((path) => !existsSync(join(project, source(path))))).toEqual([]);
  });

  it('finds blocks of both kinds', () => {
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['tested', 'untested']));
  });
});
