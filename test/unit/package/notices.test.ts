import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagesIn } from '../../../tools/package/installed';
import { notices } from '../../../tools/package/notices';

const text = 'Copyright (c) Somebody\n\nPermission is hereby granted to anybody.';

describe('THIRD-PARTY-NOTICES.txt', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'notices-test-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  /** Installs a package in a folder below the project; `files` beside its package.json. */
  function install(folder: string, manifest: object, files: Record<string, string>): void {
    mkdirSync(join(root, folder), { recursive: true });
    const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const all = { 'package.json': JSON.stringify({ name, version: '1.0.0', license: 'MIT', ...manifest }), ...files };
    for (const [file, content] of Object.entries(all)) writeFileSync(join(root, folder, file), content);
  }

  function made(...files: string[]): string {
    const inputs = Object.fromEntries(files.map((file) => [file, { bytes: 1, imports: [] }]));
    return notices(packagesIn({ inputs, outputs: {} }, root), ['MIT', 'Apache-2.0']);
  }

  it('has each package once, with the texts of licence and notice, and what packages are made of', () => {
    install('node_modules/@b/c', { dependencies: { d: '*' } }, { LICENSE: `${text} C`, NOTICE: 'Names C.' });
    install('node_modules/@b/c/node_modules/d', {}, { 'license.md': `${text} D` });
    install('node_modules/d', { version: '2.0.0' }, { 'COPYING.txt': 'not used' });
    const page = made('src/index.ts', 'node_modules/@b/c/lib/a.js', 'node_modules/@b/c/lib/b.js');
    expect(page.match(/^\S+ \d\S+, \S+$/gm)).toEqual(['@b/c 1.0.0, MIT', 'd 1.0.0, MIT']);
    expect(page).toContain(`${text} C\n\nNames C.\n`);
    expect(page).toContain(`${text} D\n`);
    expect(page).not.toContain('not used');
  });

  it.each([
    ['underlined', `About\n=====\n\nLicense\n-------\n\n${text}\n\n[a]: https://example.com\n`],
    ['with a mark', `# About\n\n## License\n\n${text}\n\n## More\n\nand more\n`],
  ])('takes a text from the README where there is no file, below a title that is %s', (_, readme) => {
    install('node_modules/a', {}, { 'README.md': readme });
    expect(made('node_modules/a/index.js')).toMatch(
      new RegExp(`a 1\\.0\\.0, MIT\n\n${text.replace(/[()]/g, '\\$&')}\n$`),
    );
  });

  it('is not made with a package without a text, or under a licence that is not allowed; all are named', () => {
    install('node_modules/a', {}, { 'README.md': '# A\n\n## License\n\nMIT\n' });
    install('node_modules/b', { license: 'GPL-3.0-only' }, { LICENSE: text });
    install('node_modules/c', { license: undefined }, { LICENSE: text });
    install('node_modules/d', {}, { LICENSE: text });
    const make = () => made(...['a', 'b', 'c', 'd'].map((name) => `node_modules/${name}/index.js`));
    expect(make).toThrow(
      [
        'a 1.0.0 has no text of its licence in its folder.',
        'b 1.0.0 is under GPL-3.0-only, which is not allowed.',
        'c 1.0.0 is under no licence, which is not allowed.',
        'tools/licences/allowed.ts says which licences are allowed.',
      ].join('\n'),
    );
  });

  it('is not made where a dependency is not installed', () => {
    install('node_modules/a', { dependencies: { missing: '*' } }, { LICENSE: text });
    expect(() => made('node_modules/a/index.js')).toThrow('needs missing, which is not installed: run npm ci.');
  });
});
