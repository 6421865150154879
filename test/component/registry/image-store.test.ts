import { createHash } from 'node:crypto';
import { request } from 'node:https';
import type { JsonObject } from '../../../local/azureml/json';
import { State } from '../../../local/azureml/state';
import type { Switches } from '../../../local/azureml/settings';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { startEmulator } from '../../../local/azureml/start-emulator';
import type { AzureError } from '../../../src/azure/azure-error';
import { containerRegistry, registryError, repositoryNames } from '../../../src/azure/container-registry';
import type { BlobOutcome, ListedBlob } from '../../../src/storage/byte-store';
import { imageStore } from '../../../src/storage/image-store';
import type { ByteRange } from '../../../src/storage/uri';
import { accountsOfSeeds, startStorage, startWith, type TestStorage } from '../azureml/running-emulator';
import { leadAppTo } from '../lead-app';

const seed = { people: [{ key: 'a', displayName: 'A' }], workspaces: [{ name: 'one' }] };
const registry = '/subscriptions/s/resourceGroups/ml/providers/Microsoft.ContainerRegistry/registries';
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const image = (text: string, more: JsonObject = {}): JsonObject => ({
  ...{ digest: digestOf(text), size: text.length, tags: [text], createdOn: '2024-02-01T00:00:00.000Z' },
  ...more,
});
const range = (repository: string, account = 'apps'): ByteRange => ({
  ...{ store: 'image', account, container: repository, path: '', kind: 'prefix' },
});

describe('images in a container registry, by the real SDK', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let stateDir: string;

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    await start();
  });

  afterAll(async () => {
    await emulator.stop();
    await test.stop();
  });

  /** The SDK's clients are kept for the whole process, so one emulator at one port serves all tests. */
  async function start(): Promise<void> {
    const first = await startWith(seed, test);
    stateDir = first.stateDir;
    await first.stop();
    put('apps', []);
    const { certFile, keyFile } = test.certificate;
    emulator = await startEmulator({ seedFile: '', certFile, keyFile, stateDir, storage: test.storage });
    leadAppTo(test, emulator);
  }

  /** Writes a registry's record into the stopped emulator's state. */
  function put(
    name: string,
    repositories: JsonObject[],
    properties: JsonObject = {},
    switches: Partial<Switches> = {},
  ) {
    const state = new State(stateDir);
    const record = { type: 'registries', scope: `${registry}/${name}`, name, createdAt: '2024-01-01T00:00:00.000Z' };
    state.put({ ...record, body: { repositories, properties } });
    const settings = state.note('settings') as JsonObject;
    state.setNote('settings', { ...settings, switches: { ...(settings.switches as JsonObject), ...switches } });
    state.close();
  }

  async function restartWith(
    repositories: JsonObject[],
    properties: JsonObject = {},
    switches: Partial<Switches> = {},
  ): Promise<void> {
    const { port } = new URL(emulator.url);
    const identityPort = Number(new URL(emulator.identityEndpoint).port);
    await emulator.stop();
    put('apps', repositories, properties, switches);
    const { certFile, keyFile } = test.certificate;
    const options = { seedFile: '', certFile, keyFile, stateDir, storage: test.storage };
    emulator = await startEmulator({ ...options, port: Number(port), identityPort });
  }

  async function all(of: ByteRange): Promise<ListedBlob[]> {
    const found: ListedBlob[] = [];
    for await (const blob of imageStore.list(of)) found.push(blob);
    return found;
  }

  async function names(): Promise<string[]> {
    const found: string[] = [];
    for await (const name of repositoryNames('apps')) found.push(name);
    return found;
  }

  async function erase(images: ListedBlob[], intended = false): Promise<BlobOutcome<ListedBlob>[]> {
    const outcomes: BlobOutcome<ListedBlob>[] = [];
    await imageStore.erase('apps', images, { intended, permanently: false, mayBreakLease: () => false }, (outcome) =>
      outcomes.push(outcome),
    );
    return outcomes;
  }

  it('lists repositories and images over all pages', async () => {
    const repositories = Array.from({ length: 25 }, (_, at) => ({
      name: `azureml/azureml_${String(at).padStart(2, '0')}`,
      manifests: Array.from({ length: at }, (_image, number) => image(`v${number}`)),
    }));
    await restartWith(repositories);
    expect(await names()).toEqual(repositories.map(({ name }) => name));
    const listed = await all(range('azureml/azureml_24'));
    expect(listed).toHaveLength(24);
    const one = listed.find(({ name }) => name === digestOf('v0'));
    expect(one).toEqual({
      ...{ store: 'image', account: 'apps', container: 'azureml/azureml_24', size: 2 },
      ...{ name: digestOf('v0'), etag: digestOf('v0'), modifiedAt: '2024-02-01T00:00:00.000Z' },
    });
    expect(await all({ ...range('azureml/azureml_24'), path: digestOf('v0'), kind: 'blob' })).toEqual([one]);
    expect(await all(range('azureml/azureml_00'))).toEqual([]);
  });

  it('finds nothing where nothing is', async () => {
    await restartWith([{ name: 'base', manifests: [image('v1')] }]);
    expect(await all(range('azureml/azureml_ff'))).toEqual([]);
    expect(await all({ ...range('base'), path: digestOf('other'), kind: 'blob' })).toEqual([]);
    expect(await all(range('base', 'nobodys'))).toEqual([]);
  });

  it.each(['stay', 'vanish'] as const)(
    'erases what is named, and the repository with its last image (%s)',
    async (kept) => {
      const manifests = [image('v1'), image('v2'), image('v3')];
      await restartWith(
        [
          { name: 'azureml/azureml_aa', manifests },
          { name: 'base', manifests },
        ],
        {},
        { emptyRepositories: kept },
      );
      const [first, ...others] = await all(range('azureml/azureml_aa'));
      expect(await erase([first!])).toEqual([{ blob: first, outcome: 'deleted' }]);
      expect(await names()).toEqual(['azureml/azureml_aa', 'base']);
      expect(await erase(others)).toEqual(others.map((blob) => ({ blob, outcome: 'deleted' })));
      expect(await names()).toEqual(['base']);
      expect(await all(range('base'))).toHaveLength(3);
    },
  );

  it('tells by the intent whose doing an absence is', async () => {
    await restartWith([{ name: 'azureml/azureml_aa', manifests: [image('v1'), image('v2')] }]);
    const [first] = await all(range('azureml/azureml_aa'));
    await erase([first!]);
    expect(await erase([first!])).toEqual([{ blob: first, outcome: 'already_absent' }]);
    expect(await erase([first!], true)).toEqual([{ blob: first, outcome: 'deleted' }]);
  });

  it.each([{ deleteEnabled: false }, { writeEnabled: false }])(
    'is blocked by a lock: %j',
    async (changeableAttributes) => {
      await restartWith([
        { name: 'azureml/azureml_aa', manifests: [image('v1', { changeableAttributes }), image('v2')] },
      ]);
      const listed = await all(range('azureml/azureml_aa'));
      const outcomes = await erase(listed);
      expect(new Map(outcomes.map(({ blob, outcome, reason }) => [blob.name, [outcome, reason]]))).toEqual(
        new Map([
          [digestOf('v1'), ['blocked', 'REGISTRY_DISALLOWED_OPERATION']],
          [digestOf('v2'), ['deleted', undefined]],
        ]),
      );
      expect(await names()).toEqual(['azureml/azureml_aa']);
    },
  );

  it('is blocked by a lock on the whole repository', async () => {
    const changeableAttributes = { deleteEnabled: false };
    await restartWith([{ name: 'azureml/azureml_aa', changeableAttributes, manifests: [image('v1')] }]);
    const listed = await all(range('azureml/azureml_aa'));
    expect(await erase(listed)).toEqual([
      { blob: listed[0], outcome: 'blocked', reason: 'REGISTRY_DISALLOWED_OPERATION' },
    ]);
  });

  it('throws what a registry behind a firewall answers', async () => {
    await restartWith([{ name: 'azureml/azureml_aa', manifests: [image('v1')] }], { publicNetworkAccess: 'Disabled' });
    const refused = all(range('azureml/azureml_aa')).catch((thrown: unknown) => thrown as AzureError);
    expect(await refused).toMatchObject({ status: 403, code: 'DENIED', transient: false });
    await expect(names()).rejects.toMatchObject({ status: 403, code: 'DENIED' });
    const blob = { ...range('azureml/azureml_aa'), name: digestOf('v1'), etag: digestOf('v1'), size: 2 };
    expect(await erase([blob])).toEqual([{ blob, outcome: 'blocked', reason: 'DENIED' }]);
  });

  it('throws what time may heal, after all else was told', async () => {
    await restartWith([{ name: 'azureml/azureml_aa', manifests: [image('v1'), image('v2')] }]);
    const listed = await all(range('azureml/azureml_aa'));
    const broken = digestOf('v1');
    await fault({ method: 'DELETE', path: `manifests/.*${broken.slice(7, 20)}` }, 503);
    const outcomes: BlobOutcome<ListedBlob>[] = [];
    const failed = imageStore.erase(
      'apps',
      listed,
      { intended: false, permanently: false, mayBreakLease: () => false },
      (outcome) => outcomes.push(outcome),
    );
    await expect(failed).rejects.toMatchObject({ status: 503, transient: true });
    expect(outcomes.map(({ blob, outcome }) => [blob.name, outcome])).toEqual([[digestOf('v2'), 'deleted']]);
  });

  it('refuses the reader every deletion', async () => {
    await restartWith([{ name: 'azureml/azureml_aa', manifests: [image('v1')] }]);
    const asReader = containerRegistry('reader', 'apps').getArtifact('azureml/azureml_aa', digestOf('v1'));
    const refusal = await asReader.delete().then(() => undefined, registryError);
    expect(refusal).toMatchObject({ status: 403, code: 'UNAUTHORIZED', transient: false });
    expect(await all(range('azureml/azureml_aa'))).toHaveLength(1);
  });

  it('names an image by its URL', () => {
    const url = imageStore.url({ account: 'apps', container: 'azureml/azureml_aa', name: 'sha256:1' });
    expect(url).toBe(`${emulator.url}/_registry/apps/v2/azureml/azureml_aa/manifests/sha256:1`);
  });

  async function fault(match: { method: string; path: string }, status: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const headers = { 'x-emulator-admin': emulator.adminKey, 'content-type': 'application/json' };
      const call = request(`${emulator.url}/_emulator/faults`, { method: 'POST', headers }, (answer) => {
        answer.resume();
        if (answer.statusCode === 201) resolve();
        else reject(new Error(`${answer.statusCode}`));
      });
      call.once('error', reject);
      call.end(JSON.stringify({ match, respond: { status, headers: { 'retry-after': '0' } } }));
    });
  }
});
