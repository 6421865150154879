import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceId, World } from './harness';
import { identifiersOfZelda, twoPeople, zelda } from './seeds';

describe('the privacy of the tool itself', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(twoPeople(3));
    await world.send('privacy-requests', {
      ...{
        requestId: 'private-1',
        action: 'export_and_erase',
        subject: zelda,
        scope: { workspaces: [workspaceId('lab')] },
      },
    });
    await world.approve('private-1', { acceptWeak: true });
    await world.end('private-1');
    await world.send('privacy-requests', { action: 'erase', subject: zelda, scope: { workspaces: [] } });
    await world.messages('privacy-requests-poison', 1);
  });
  afterAll(() => world.stop());

  /** Files below a folder whose bytes hold one of the identifiers, in UTF-8 or UTF-16. */
  async function filesThatName(folder: string): Promise<string[]> {
    const found: string[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const bytes = await readFile(file);
      const named = identifiersOfZelda.filter(
        (text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')) || file.includes(text),
      );
      if (named.length > 0) found.push(`${entry.name}: ${named.join()}`);
    }
    return found;
  }

  it('would find an identifier where one is', async () => {
    expect(await filesThatName(join(world.system.dir, 'emulator'))).not.toEqual([]);
  });

  it("names nobody in the host's state: instances, history, payloads", async () => {
    // A store compresses its tables and keeps plain text in its log: stopping it writes all of it out.
    await world.system.host?.stop();
    expect(await filesThatName(join(world.system.dir, 'host'))).toEqual([]);
    await world.system.restartHost();
  });

  it('names nobody in the log', async () => {
    const log = await readFile(join(world.system.dir, 'host.log'), 'utf8');
    expect(log.length).toBeGreaterThan(1_000);
    expect(identifiersOfZelda.filter((text) => log.includes(text))).toEqual([]);
  });

  it('names nobody in instance ids and statuses', async () => {
    const keys = JSON.parse(await readFile(join(world.system.dir, 'host', 'keys.json'), 'utf8')) as {
      masterKey: string;
    };
    expect(keys.masterKey).toBeTruthy();
    const { body } = await world.call<unknown>('GET', '/api/requests', 'reader');
    expect(identifiersOfZelda.filter((text) => JSON.stringify(body).includes(text))).toEqual([]);
  });

  it('names nobody in blob names, and in results', async () => {
    const names = await world.listOwn();
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter(({ path }) => identifiersOfZelda.some((text) => path.includes(text)))).toEqual([]);
    // Names of jobs are chosen by people, so they are no names for blobs either.
    expect(names.filter(({ path }) => /job1|pipe|ranker|clicks/.test(path))).toEqual([]);
    const results = JSON.stringify(await world.messages('privacy-results', 2));
    expect(identifiersOfZelda.filter((text) => results.includes(text))).toEqual([]);
  });
});
