import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync, stop } from 'esbuild';
import { unzip } from '../../local/demo/unzip';
import type { Certificate } from '../../src/requests/certificate/certificate';
import { bundle } from '../../tools/package/bundle';
import { contents } from '../../tools/package/contents';
import { writeFolder } from '../../tools/package/write-folder';
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

/** A copy of the project to which a resource type is added in the way that docs tell, a file and one line; then built. */
async function appWithWhiteboards(folder: string): Promise<void> {
  const project = resolve(__dirname, '../..');
  for (const name of ['src', 'tools', 'package.json', 'host.json', 'tsconfig.json']) {
    cpSync(join(project, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));

  const types = join(folder, 'src/resources');
  // It lies with the tests, so that it is checked like all code; in its place the way to its neighbours is shorter.
  const source = readFileSync(join(__dirname, 'made-up-type/whiteboard.ts'), 'utf8').replaceAll('../../../src/', '../');
  writeFileSync(join(types, 'whiteboard.ts'), source);
  const registry = readFileSync(join(types, 'registry.ts'), 'utf8');
  const list = /export const resourceTypes[^=]*= \[/;
  expect(registry).toMatch(list);
  const line = `import { whiteboard } from './whiteboard';\n`;
  writeFileSync(join(types, 'registry.ts'), line + registry.replace(list, '$& whiteboard,'));
  writeFolder(join(folder, 'dist/app'), contents(folder, await bundle(folder)));
}

describe('a resource type that is added as one file and one line', () => {
  let folder: string;
  let world: World;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'made-up-type-'));
    await appWithWhiteboards(folder);
    world = await World.start(seed, { app: join(folder, 'dist/app') });
  });
  afterAll(async () => {
    await world?.stop();
    // Its process would outlast the tests.
    await stop();
    rmSync(folder, { recursive: true });
  });

  const boards = async () =>
    (await world.listCustomers()).blobs.filter(({ container }) => container === 'whiteboards').map(({ path }) => path);

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
    expect(await boards()).toEqual([`${linus}/plans/page-1.txt`]);

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
    const outfile = join(folder, 'page.js');
    const entryPoints = [join(folder, 'tools/docs/resource-types-page.ts')];
    buildSync({ entryPoints, outfile, bundle: true, platform: 'node', packages: 'external' });
    const script = `console.log(require('./page.js').resourceTypesPage())`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, encoding: 'utf8' });
    expect(stdout).toContain('## whiteboard\n\nWhiteboards, made up for a test.');
  });
});
