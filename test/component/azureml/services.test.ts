import { request } from 'node:https';
import type { JsonObject } from '../../../local/azureml/json';
import { experimentIdOf } from '../../../local/azureml/ids';
import { asString } from '../../../local/azureml/json';
import { DEFAULT_SUBSCRIPTION } from '../../../local/azureml/seed/defaults';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { TestStorage } from './running-emulator';
import { accountsOfSeeds, freshCredential, startStorage, startWith } from './running-emulator';

const workspace = `/subscriptions/${DEFAULT_SUBSCRIPTION}/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/ops`;
const seed: SeedFile = {
  people: [{ key: 'ida', displayName: 'Ida Wells', upn: 'ida@example.com' }],
  switches: { pageSize: 2, historyPageSize: 2 },
  throttling: { deletes: { size: 10, perSecond: 0.01 } },
  storageAccounts: [{ name: 'opsstore', blobService: { deleteRetentionPolicy: { enabled: true, days: 7 } } }],
  locks: [{ scope: `${workspace}/schedules/locked`, name: 'keep', level: 'CanNotDelete' }],
  workspaces: [
    {
      name: 'ops',
      storageAccount: 'opsstore',
      emptyExperiments: ['empty'],
      schedules: [{ name: 'locked', enabled: false }],
      connections: [{ name: 'git', properties: { authType: 'PAT', credentials: { pat: 'top-secret' } } }],
      generate: [{ jobs: 5, createdBy: 'ida', experiment: 'load', namePrefix: 'load-', children: 3 }],
    },
  ],
};

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: JsonObject;
}

describe('the emulator over HTTP', () => {
  let test: TestStorage;
  let emulator: Emulator;

  const call = async (
    method: string,
    path: string,
    options: { body?: unknown; scope?: string; clientId?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> => {
    const { scope = 'https://management.azure.com/.default', clientId = emulator.eraserClientId } = options;
    const token = await freshCredential(emulator, clientId).getToken(scope);
    const headers = { authorization: `Bearer ${token?.token}`, 'content-type': 'application/json', ...options.headers };
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(`${emulator.url}${path}`),
        { method, headers, ca: test.certificate.pem },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => {
            const text = Buffer.concat(parts).toString();
            const body = text === '' ? {} : (JSON.parse(text) as JsonObject);
            resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
          });
        },
      );
      sent.once('error', reject);
      sent.end(options.body === undefined ? undefined : JSON.stringify(options.body));
    });
  };
  const arm = (method: string, path: string, version = '2022-10-01') =>
    call(method, `${path}${path.includes('?') ? '&' : '?'}api-version=${version}`);
  const history = (method: string, path: string, body?: unknown) =>
    call(method, `/history/v1.0${workspace}${path}`, {
      body,
      scope: 'https://ml.azure.com/.default',
      clientId: method === 'DELETE' ? undefined : emulator.readerClientId,
    });
  const admin = (method: string, path: string, body?: unknown) =>
    call(method, `/_emulator/${path}`, { body, headers: { 'x-emulator-admin': emulator.adminKey } });
  const codeOf = (answer: Answer) => (answer.body.error as JsonObject | undefined)?.code;

  beforeAll(async () => {
    test = await startStorage(accountsOfSeeds(seed));
    emulator = await startWith(seed, test);
  });
  afterAll(async () => {
    await emulator.stop();
    await test.stop();
  });

  it('wants an api-version that the type knows', async () => {
    expect(codeOf(await call('GET', workspace))).toBe('MissingApiVersionParameter');
    expect(codeOf(await arm('GET', workspace, '1999-01-01'))).toBe('NoRegisteredProviderFound');
    expect((await arm('GET', `${workspace}/featuresets`, '2022-10-01')).status).toBe(400);
    expect((await arm('GET', `${workspace}/featuresets`, '2024-04-01')).body).toEqual({ value: [] });
  });

  it('reads paths in any case, with doubled slashes, and answers ids to each call', async () => {
    const answer = await arm('GET', `/${workspace.toUpperCase()}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-ms-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers['x-ms-ratelimit-remaining-subscription-reads']).toMatch(/^2[0-4]\d$/);
  });

  it('checks signature and audience of tokens', async () => {
    const wrong = await call('GET', `${workspace}?api-version=2022-10-01`, { scope: 'https://storage.azure.com' });
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'InvalidAuthenticationTokenAudience']);
    const headers = { authorization: 'Bearer e30.e30.forged' };
    expect((await call('GET', `${workspace}?api-version=2022-10-01`, { headers })).status).toBe(401);
  });

  it('answers 409 for what is locked', async () => {
    const answer = await arm('DELETE', `${workspace}/schedules/locked`);
    expect([answer.status, codeOf(answer)]).toEqual([409, 'ScopeLocked']);
    const locks = await arm('GET', `${workspace}/providers/Microsoft.Authorization/locks`, '2020-05-01');
    expect((locks.body.value as JsonObject[]).map((lock) => lock.name)).toEqual(['keep']);
  });

  it('answers HEAD, and refuses list parameters that it would otherwise ignore', async () => {
    expect((await arm('HEAD', `${workspace}/jobs/load-1`)).status).toBe(204);
    expect((await arm('HEAD', `${workspace}/jobs/none`)).status).toBe(404);
    const answer = await arm('GET', `${workspace}/models?$orderBy=name`);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'EmulatorUnsupported']);
    expect(((await arm('GET', `${workspace}/datastores?count=1`)).body.value as JsonObject[]).length).toBe(1);
  });

  it('makes a run for a job that is put, keeps its fixed members, and hides it when it is archived', async () => {
    const put = (properties: JsonObject) =>
      call('PUT', `${workspace}/jobs/new?api-version=2022-10-01`, { body: { properties } });
    expect((await put({ jobType: 'Command', experimentName: 'fresh', command: 'a' })).status).toBe(201);
    expect((await history('POST', '/experiments/fresh/runs:query', {})).body.value).toHaveLength(1);
    const changed = await put({ jobType: 'Command', command: 'b', isArchived: true });
    expect(changed.body.properties).toMatchObject({ command: 'a', isArchived: true });
    expect((await history('POST', '/experiments/fresh/runs:query', {})).body.value).toHaveLength(0);
    expect(changed.body.systemData).toMatchObject({ createdBy: emulator.eraserClientId, createdByType: 'Application' });
  });

  it('serves connections without their secrets', async () => {
    const answer = await arm('GET', `${workspace}/connections/git`);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toContain('top-secret');
  });

  it('finds workspaces and storage settings through Resource Manager', async () => {
    const filter = encodeURIComponent("resourceType eq 'Microsoft.MachineLearningServices/workspaces'");
    const list = await arm('GET', `/subscriptions/${DEFAULT_SUBSCRIPTION}/resources?$filter=${filter}`, '2025-04-01');
    expect((list.body.value as JsonObject[]).map((item) => item.id)).toEqual([workspace]);
    const provider = `/subscriptions/${DEFAULT_SUBSCRIPTION}/providers/Microsoft.MachineLearningServices`;
    expect(((await arm('GET', provider, '2021-04-01')).body.resourceTypes as JsonObject[]).length).toBeGreaterThan(15);
    const { storageAccount } = (await arm('GET', workspace)).body.properties as { storageAccount: string };
    const blobs = await arm('GET', `${storageAccount}/blobServices/default`, '2023-05-01');
    expect(blobs.body.properties).toMatchObject({ deleteRetentionPolicy: { enabled: true, days: 7 } });
    expect((await arm('GET', `${storageAccount}/fileServices/default`, '2023-05-01')).status).toBe(200);
  });

  it('refuses by name what it does not do', async () => {
    for (const [method, path] of [
      ['PUT', workspace],
      ['POST', `${workspace}/datastores/workspaceblobstore/listSecrets`],
    ] as const) {
      expect(codeOf(await arm(method, path))).toBe('EmulatorUnsupported');
    }
  });

  it('lets the reader page through runs and children with full users', async () => {
    const seen: JsonObject[] = [];
    let continuationToken: unknown;
    do {
      const body = { continuationToken, viewType: 'All' };
      const page = await history('POST', '/experiments/load/runs:query', body);
      expect(page.status).toBe(200);
      seen.push(...(page.body.value as JsonObject[]));
      ({ continuationToken } = page.body);
    } while (continuationToken);
    expect(new Set(seen.map((run) => run.runId)).size).toBe(20);
    expect(seen[0]?.createdBy).toMatchObject({ userName: 'Ida Wells', upn: 'ida@example.com' });
    const children = await history('GET', '/runs/load-1/children?$top=50');
    expect((children.body.value as JsonObject[]).length).toBe(2);
    const rest = await history(
      'GET',
      `/runs/load-1/children?$continuationtoken=${asString(children.body.continuationToken)}`,
    );
    expect((rest.body.value as JsonObject[]).length).toBe(1);
    const filter = "parentRunId eq 'load-2' and status eq 'Completed'";
    const filtered = await history('POST', '/experiments/load/runs:query', { filter });
    expect((filtered.body.value as JsonObject[]).every((run) => run.parentRunId === 'load-2')).toBe(true);
    expect((await history('POST', '/experiments/load/runs:query', { filter: 'a like b' })).status).toBe(400);
  });

  it('deletes a run with its job, and experiments only when empty', async () => {
    expect((await history('GET', '/runs/load-1-step-1')).status).toBe(200);
    expect((await arm('DELETE', `${workspace}/jobs/load-1-step-1`)).status).toBe(202);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect((await history('GET', '/runs/load-1-step-1')).status).toBe(404);
    expect((await history('DELETE', `/experimentids/${experimentIdOf(workspace, 'load')}`)).status).toBe(400);
    expect((await history('DELETE', `/experimentids/${experimentIdOf(workspace, 'empty')}`)).status).toBe(202);
  });

  it('injects faults as told, and stops when told', async () => {
    const fault = { match: { method: 'GET', path: '/jobs' }, times: 1, skip: 1 };
    const respond = { status: 503, headers: { 'retry-after': '1' }, body: { error: { code: 'ServerBusy' } } };
    expect((await admin('POST', 'faults', { ...fault, respond })).status).toBe(201);
    const statuses: number[] = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await arm('GET', `${workspace}/jobs`)).status);
    expect(statuses).toEqual([200, 503, 200]);
    await admin('POST', 'faults', { match: { path: '/jobs' }, dropConnection: true });
    await expect(arm('GET', `${workspace}/jobs`)).rejects.toThrow();
    await admin('DELETE', 'faults');
    expect((await arm('GET', `${workspace}/jobs`)).status).toBe(200);
    expect((await admin('POST', 'faults', { match: {} })).status).toBe(400);
  });

  it('can carry a call out and lose only its answer', async () => {
    await admin('POST', 'faults', { match: { method: 'DELETE' }, times: 1, after: true, dropConnection: true });
    await expect(arm('DELETE', `${workspace}/connections/git`)).rejects.toThrow();
    expect((await arm('GET', `${workspace}/connections/git`)).status).toBe(404);
    const { writes } = (await admin('GET', 'calls')).body as unknown as { writes: { path: string }[] };
    expect(writes.filter((write) => write.path === `${workspace}/connections/git`)).toMatchObject([{ status: 200 }]);
  });

  it('takes more seed while it runs, and says what is wrong with it', async () => {
    const more = {
      people: seed.people,
      workspaces: [{ name: 'ops', storageAccount: 'opsstore', jobs: [{ name: 'late', createdBy: 'ida' }] }],
    };
    expect((await admin('POST', 'seed', more)).status).toBe(201);
    expect((await arm('GET', `${workspace}/jobs/late`)).status).toBe(200);
    const refused = await admin('POST', 'seed', { ...more, people: [] });
    expect(JSON.stringify(refused.body)).toContain('no person has the key');
    expect((await admin('POST', 'seed', { ...more, switches: { pageSize: 1 } })).status).toBe(400);
  });

  it('keeps the admin routes from those who do not have the key', async () => {
    expect((await call('GET', '/_emulator/state')).status).toBe(403);
  });

  // Last, since it uses the budget of this file up.
  it('throttles deletes by a token bucket and says when to come back', async () => {
    let answer = await arm('DELETE', `${workspace}/jobs/none`);
    for (let index = 0; index < 10 && answer.status === 204; index += 1)
      answer = await arm('DELETE', `${workspace}/jobs/none`);
    expect([answer.status, codeOf(answer)]).toEqual([429, 'SubscriptionRequestsThrottled']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect((await arm('GET', workspace)).status).toBe(200);
  });
});
