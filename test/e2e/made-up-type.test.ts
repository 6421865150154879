import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { unzip } from '../../local/demo/unzip';
import type { Certificate } from '../../src/requests/certificate/certificate';
import { workspaceId, World } from './harness';

const grace = '6ace0000-0000-4000-8000-000000000001';
const linus = '6ace0000-0000-4000-8000-000000000002';
const board = (path: string, content: string) => ({ account: 'labstore', container: 'whiteboards', path, content });
const seed = {
  people: [
    { key: 'grace', displayName: 'Grace Murray', objectId: grace, upn: 'grace@labs.example' },
    { key: 'linus', displayName: 'Linus Pauling', objectId: linus, upn: 'linus@labs.example' },
  ],
  workspaces: [{ name: 'lab', storageAccount: 'labstore', createdBy: 'linus', datastores: [{ name: 'whiteboards' }] }],
  blobs: [
    board(`${grace}/plans/page-1.txt`, 'of grace\n'),
    board(`${grace}/plans/page-2.txt`, 'of grace too\n'),
    board(`${grace}/plans 2/page-1.txt`, 'another one of grace\n'),
    board(`${linus}/plans/page-1.txt`, 'of linus\n'),
  ],
};

/** A copy of the built app to which a resource type is added in the way that docs tell: a file, and one line. */
function appWithWhiteboards(folder: string): void {
  const project = resolve(__dirname, '../..');
  for (const name of ['dist', 'package.json', 'host.json']) {
    cpSync(join(project, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));

  const types = join(folder, 'dist/src/resources');
  // It lies with the tests, so that it is checked like all code; in its place the way to its neighbours is shorter.
  const source = readFileSync(join(__dirname, 'made-up-type/whiteboard.ts'), 'utf8').replaceAll('../../../src/', '../');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(join(types, 'whiteboard.js'), outputText);

  const registry = readFileSync(join(types, 'registry.js'), 'utf8');
  const list = 'exports.resourceTypes = [';
  expect(registry.split(list)).toHaveLength(2);
  writeFileSync(join(types, 'registry.js'), registry.replace(list, `${list}\n    require('./whiteboard').whiteboard,`));
}

describe('a resource type that is added as one file and one line', () => {
  let folder: string;
  let world: World;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'made-up-type-'));
    appWithWhiteboards(folder);
    world = await World.start(seed, { app: folder });
  });
  afterAll(async () => {
    await world?.stop();
    rmSync(folder, { recursive: true });
  });

  const boards = () =>
    world
      .listCustomers()
      .blobs.filter(({ container }) => container === 'whiteboards')
      .map(({ path }) => path);

  it('is listed, exported, erased, verified and certified', async () => {
    await world.send('privacy-requests', {
      ...{ requestId: 'boards-1', action: 'export_and_erase', scope: { workspaces: [workspaceId('lab')] } },
      subject: { identities: [{ type: 'object_id', value: grace }] },
    });
    await world.approve('boards-1');
    await world.end('boards-1');

    const { body: certificate } = await world.call<Certificate>('GET', '/api/requests/boards-1/certificate', 'reader');
    expect(certificate.results.items.export.whiteboard).toEqual({ exported: 2 });
    expect(certificate.results.items.erase.whiteboard).toEqual({ deleted: 2 });
    expect(certificate.results.blobs.erase.whiteboard?.deleted?.blobs).toBe(3);
    expect(certificate.residue).toContainEqual({ type: 'whiteboard', text: expect.stringMatching(/memory/) as string });
    expect(boards()).toEqual([`${linus}/plans/page-1.txt`]);

    const zip = await world.download('/api/requests/boards-1/package', 'requester');
    writeFileSync(join(folder, 'package.zip'), zip);
    await unzip(join(folder, 'package.zip'), join(folder, 'package'));
    const manifest = readFileSync(join(folder, 'package/manifest.json'), 'utf8');
    for (const path of ['page-1.txt', 'page-2.txt', 'records/whiteboard/']) expect(manifest).toContain(path);
    expect(manifest).not.toContain(linus);
  });

  it('can be asked for by its name, and its name only', async () => {
    const scope = (type: string) => ({ workspaces: [workspaceId('lab')], everything: true, resourceTypes: [type] });
    const post = (body: object) => world.call('POST', '/api/requests', 'requester', body);
    const plan = { requestId: 'boards-2', action: 'erase', dryRun: true };
    expect((await post({ ...plan, scope: scope('whiteboards') })).status).toBe(400);
    expect((await post({ ...plan, scope: scope('whiteboard') })).status).toBe(202);
    expect((await world.end('boards-2')).state).toBe('completed');
    const { body } = await world.call<{ totals: object }>('GET', '/api/requests/boards-2/plan', 'reader');
    expect(body.totals).toMatchObject({ items: 1, blobs: 1 });
  });

  it('has its part of the documentation', () => {
    const script = `console.log(require('./dist/tools/docs/resource-types-page.js').resourceTypesPage())`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toContain('## whiteboard\n\nWhiteboards, made up for a test.');
  });
});
