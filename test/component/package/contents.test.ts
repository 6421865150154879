import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules, SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stop } from 'esbuild';
import { bundle, type Bundle } from '../../../tools/package/bundle';
import { contents } from '../../../tools/package/contents';
import { packagesIn } from '../../../tools/package/installed';

const root = join(__dirname, '../../..');
const text = (files: ReadonlyMap<string, Uint8Array>, name: string) => Buffer.from(files.get(name) ?? []).toString();

describe('the deployable folder', () => {
  let elsewhere: string;
  let made: Bundle;
  let here: Map<string, Uint8Array>;
  let there: Map<string, Uint8Array>;
  beforeAll(async () => {
    elsewhere = mkdtempSync(join(tmpdir(), 'package-test-'));
    for (const name of ['src', 'package.json', 'host.json', 'tsconfig.json']) {
      cpSync(join(root, name), join(elsewhere, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(elsewhere, 'node_modules'));
    writeFileSync(join(elsewhere, 'retention-policies.json'), '{"policies":[]}');
    const [first, second] = await Promise.all([bundle(root), bundle(elsewhere)]);
    made = first;
    here = contents(root, first);
    there = contents(elsewhere, second);
  });
  afterAll(async () => {
    // Its process would outlast the tests.
    await stop();
    rmSync(elsewhere, { recursive: true });
  });

  it('is the same to the last byte wherever it is built', () => {
    const differ = [...here].filter(([name, content]) => !Buffer.from(content).equals(there.get(name) ?? Buffer.of()));
    expect(differ.map(([name]) => name)).toEqual([]);
    for (const name of here.keys()) expect([name, text(here, name).includes(root)]).toEqual([name, false]);
  });

  it('has these files, and the retention policies where there are any', () => {
    const own = [...here.keys()].filter((name) => name !== 'retention-policies.json').sort();
    expect(own).toEqual(['THIRD-PARTY-NOTICES.txt', 'host.json', 'index.js', 'index.js.map', 'package.json']);
    expect([...there.keys()].sort()).toEqual([...own, 'retention-policies.json']);
    expect(text(there, 'retention-policies.json')).toBe('{"policies":[]}');
    expect(text(here, 'host.json')).toBe(readFileSync(join(root, 'host.json'), 'utf8'));
  });

  it('has a package.json by which the worker finds the app, and nobody installs anything', () => {
    const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    const { name, version, license, engines } = project;
    expect(JSON.parse(text(here, 'package.json'))).toEqual({
      ...{ name, version, license, engines },
      private: true,
      main: 'index.js',
    });
    expect(project.main).toBe('dist/app/index.js');
  });

  it('asks for nothing but Node and what the worker offers', () => {
    const [output] = Object.values(made.metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
    const outside = new Set(output?.imports.filter(({ external }) => external).map(({ path }) => path));
    const others = [...outside].filter((path) => !path.startsWith('node:') && !builtinModules.includes(path));
    expect(others).toEqual(['@azure/functions-core']);
  });

  it('holds each package in one form', () => {
    const forms = new Map<string, Set<string>>();
    for (const path of Object.keys(made.metafile.inputs)) {
      const [, folder = '', form] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/.*?\b(esm|commonjs)\//.exec(path) ?? [];
      if (form !== undefined) forms.set(folder, (forms.get(folder) ?? new Set()).add(form));
    }
    expect(forms.size).toBeGreaterThan(10);
    expect([...forms].filter(([, found]) => found.size > 1)).toEqual([]);
  });

  it('names each package of the bundle, with its version and the text of its licence', () => {
    const notices = text(here, 'THIRD-PARTY-NOTICES.txt');
    const packages = packagesIn(made.metafile, root);
    // One that is bundled as it is, one inside of another package's own bundle, one with its licence in its README.
    for (const name of ['undici', 'strnum', 'agent-base']) expect(packages.map((found) => found.name)).toContain(name);
    for (const { name, version, licence } of packages) expect(notices).toContain(`\n${name} ${version}, ${licence}\n`);
    expect(notices.match(/\n={80}\n/g)?.length).toBe(new Set(packages.map((one) => `${one.name} ${one.version}`)).size);
    expect(notices).not.toMatch(/undefined/);
  });

  it('has a map by which a line of it leads to its source', () => {
    const settings = readFileSync(join(root, 'src/config/settings.ts'), 'utf8');
    const code = text(here, 'index.js');
    expect(code.slice(-100)).toMatch(/\n\/\/# sourceMappingURL=index\.js\.map\n$/);
    // Names in stack traces are those of the source.
    const line = code.slice(0, code.indexOf('function parseSettings(')).split('\n').length;
    const map = JSON.parse(text(here, 'index.js.map')) as SourceMapPayload;
    expect(new SourceMap(map).findOrigin(line, 1)).toMatchObject({
      fileName: '../../src/config/settings.ts',
      lineNumber: settings.slice(0, settings.indexOf('function parseSettings(')).split('\n').length,
    });
  });
});
