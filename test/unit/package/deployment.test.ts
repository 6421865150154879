import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore from 'ignore';
import { parse } from 'yaml';
import { deployable } from '../../../tools/package/bundle';

const root = join(__dirname, '../../..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as { main: string; scripts: Record<string, string> };

describe('azure.yaml', () => {
  const text = read('azure.yaml');

  it('names its schema where editors look for it', () => {
    expect(text.split('\n')[0]).toMatch(/^# yaml-language-server: \$schema=https:\/\/\S+\/v1\.0\/azure\.yaml\.json$/);
  });

  // azd: project/framework_service_node.go runs the script "build" and packs `dist`, service_target_functionapp.go
  // leaves the building to Azure unless told.
  it('deploys what the build makes, as it is', () => {
    const { services } = parse(text) as { services: Record<string, object> };
    expect(services).toEqual({
      app: { project: '.', host: 'function', language: 'ts', dist: deployable, remoteBuild: false },
    });
    expect(manifest.scripts.build).toMatch(/^tsc .* && node dist\/tools\/package\/main\.js$/);
    expect(existsSync(join(root, 'tools/package/main.ts'))).toBe(true);
  });
});

describe('.funcignore', () => {
  const lines = read('.funcignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const matcher = ignore().add(lines);

  it('leaves the built app, and what the host finds it by', () => {
    // With a slash at the end of folders, as the matcher wants them.
    const entries = (folder: string) =>
      readdirSync(join(root, folder), { withFileTypes: true }).map(
        (entry) => join(folder, entry.name) + (entry.isFile() ? '' : '/'),
      );
    const built = [
      'dist/app/',
      'dist/bench/',
      'dist/local/',
      'dist/release/',
      'dist/src/',
      'dist/test/',
      'dist/tools/',
    ];
    const all = [...entries('.'), ...built, ...(existsSync(join(root, 'dist')) ? entries('dist') : [])];
    const left = all.filter((path) => path !== 'dist/' && path !== 'node_modules/' && !matcher.ignores(path));
    expect([...new Set(left)].sort()).toEqual([`${deployable}/`, 'host.json', 'package.json']);
    expect(manifest.main).toBe(`${deployable}/index.js`);
    for (const name of ['index.js', 'index.js.map', 'host.json', 'package.json', 'THIRD-PARTY-NOTICES.txt']) {
      expect([name, matcher.ignores(`${deployable}/${name}`)]).toEqual([name, false]);
    }
    for (const secret of ['local.settings.json', '.azure/test/.env']) expect(matcher.ignores(secret)).toBe(true);
  });

  it('keeps packages out without naming their folder, which azd would refuse beside remoteBuild: false', () => {
    expect(matcher.ignores('node_modules/')).toBe(false);
    for (const name of ['zod/index.js', '.bin/tsc', '@azure/identity/package.json']) {
      expect(matcher.ignores(`node_modules/${name}`)).toBe(true);
    }
  });

  it('has no line that Core Tools read otherwise than git: exceptions, and patterns that are not of the root', () => {
    expect(lines.filter((line) => !/^\/[\w./-]+$/.test(line))).toEqual(['/node_modules/*']);
  });
});

describe('workflows', () => {
  interface Step {
    uses?: string;
    with?: Record<string, string | boolean>;
  }
  const folder = join(root, '.github/workflows');
  const steps = readdirSync(folder).flatMap((name) => {
    const { jobs } = parse(readFileSync(join(folder, name), 'utf8')) as { jobs: Record<string, { steps?: Step[] }> };
    return Object.values(jobs).flatMap((job) => job.steps ?? []);
  });
  const deployments = steps.filter(({ uses }) => uses?.startsWith('Azure/functions-action@'));

  it('deploy the same folder, zipped by the release, and let nothing be built in Azure', () => {
    expect(deployments.length).toBeGreaterThan(0);
    for (const { with: inputs = {} } of deployments) {
      expect(inputs.package).toBe('app.zip');
      for (const name of [
        'remote-build',
        'scm-do-build-during-deployment',
        'enable-oryx-build',
        'respect-funcignore',
      ]) {
        expect([name, String(inputs[name] ?? false)]).toEqual([name, 'false']);
      }
    }
    expect(read('.github/workflows/deploy.yml')).toMatch(/gh release download [^]* mv \.\/\*\.zip app\.zip\n/);
    expect(read('.github/workflows/release.yml')).toMatch(/npm run release-files /);
    expect(read('tools/release/main.ts')).toContain('zipFolder(deployable)');
  });
});
