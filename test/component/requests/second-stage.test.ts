import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { BlobServiceClient, StorageSharedKeyCredential, type ContainerClient } from '@azure/storage-blob';
import type { InvocationContext } from '@azure/functions';
import { OrchestrationRuntimeStatus } from 'durable-functions';
import type { Emulator } from '../../../local/azureml/start-emulator';
import { startBlobService, type RunningBlobService } from '../../../local/storage/start-blob-service';
import { checkFollowUps } from '../../../src/activities/check-follow-ups';
import { issueCertificate } from '../../../src/activities/issue-certificate';
import { issueFinalCertificate } from '../../../src/activities/issue-final-certificate';
import { linkResults } from '../../../src/activities/link-results';
import { notify } from '../../../src/activities/notify';
import { recordLook } from '../../../src/activities/record-look';
import { reverifyShard } from '../../../src/activities/reverify-shard';
import { settleFollowUps } from '../../../src/activities/settle-follow-ups';
import { endedView } from '../../../src/functions/ended-view';
import { beginLooks } from '../../../src/requests/begin-looks';
import { dayOf, dueRequests } from '../../../src/requests/due-dates';
import { itemLine, blobLine } from '../../../src/requests/outcome-lines';
import type { OutcomeLine } from '../../../src/requests/outcomes';
import { newlyOverdue } from '../../../src/requests/overdue';
import type { Plan, PlanItem } from '../../../src/requests/plan/plan';
import { storeRequest, updateStatus } from '../../../src/requests/request-store';
import type { ResultMessage } from '../../../src/requests/result-message';
import type { RequestState } from '../../../src/requests/states';
import { secondStageOf } from '../../../src/requests/second-stage';
import { outcomeLines, writeResult } from '../../../src/requests/shard-results';
import { listRange } from '../../../src/storage/bytes';
import { Documents } from '../../../src/storage/documents';
import type { ByteRange } from '../../../src/storage/uri';
import { accountsOfSeeds, startStorage, startWith, type TestStorage } from '../azureml/running-emulator';
import { leadAppTo } from '../lead-app';

const group = '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers';
const lab = `${group}/Microsoft.MachineLearningServices/workspaces/lab`;
const seed = {
  people: [{ key: 'a', displayName: 'A' }],
  workspaces: [{ name: 'lab', storageAccount: 'labstore' }],
};
const accountKey = Buffer.from('only for this test').toString('base64');
const container = 'files';
const documents = new Documents();
/** What operators are told. */
const lines: string[] = [];
const write = (line: string) => void lines.push(line);
const told = { error: write, warn: write, info: write };

describe('what can be restored after a request', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let service: RunningBlobService;
  let files: ContainerClient;
  let ahead = 0;

  beforeAll(async () => {
    test = await startStorage([...accountsOfSeeds(seed), 'requests']);
    emulator = await startWith(seed, test);
    const [cert, key] = [test.certificate.certFile, test.certificate.keyFile].map((file) => readFileSync(file, 'utf8'));
    service = await startBlobService({ cert, key, accounts: { labstore: accountKey } });
    leadAppTo(test, emulator, { CLOUD_BLOB_ENDPOINT_TEMPLATE: `${service.url}/{account}` });
    Object.assign(globalThis, {
      [Symbol.for('azureml-data-requests.clock')]: () => new Date(Date.now() + ahead * 86_400_000),
    });
    const credential = new StorageSharedKeyCredential('labstore', accountKey);
    files = new BlobServiceClient(`${service.url}/labstore`, credential).getContainerClient(container);
    await files.create();
    await keepFor(7);
  });

  afterAll(async () => {
    Reflect.deleteProperty(globalThis, Symbol.for('azureml-data-requests.clock'));
    await service.stop();
    await emulator.stop();
    await test.stop();
  });

  /** Calls the blob service as its administrator. */
  function admin(method: string, path: string, body: object): Promise<void> {
    const url = new URL(`${service.url}/_storage/${path}`);
    const text = JSON.stringify(body);
    const headers = { 'x-storage-admin': service.adminKey, 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const call = request(url, { method, headers, ca: test.certificate.pem }, (answer) => {
        answer.resume().once('end', () => resolve());
        if ((answer.statusCode ?? 500) >= 300) reject(new Error(`${path} was answered by ${answer.statusCode}.`));
      });
      call.once('error', reject).end(text);
    });
  }

  const keepFor = (days: number) =>
    admin('PUT', 'accounts/labstore/settings', { deleteRetentionPolicy: { enabled: true, days } });

  /** Lets time go by, for the app and for the blob service. */
  async function advance(days: number): Promise<void> {
    ahead += days;
    await admin('POST', 'clock', { advanceSeconds: days * 86_400 });
  }

  async function copiesIn(range: ByteRange) {
    const found = [];
    for await (const blob of listRange(range, { copies: true })) found.push(blob);
    return found;
  }

  /** A request that has erased two uploads of two blobs each, of which `soft` can be restored; it has ended. */
  async function ended(id: string, state?: RequestState): Promise<{ key: string; range: ByteRange }> {
    const scope = { workspaces: [lab], everything: true };
    const { key } = (await storeRequest(id, { action: 'erase', scope }, { channel: 'queue' })).stored;
    const range: ByteRange = { account: 'labstore', container, path: `${id}/`, kind: 'prefix' };
    const item: PlanItem = {
      ...{ ref: 'aaaaaaaaaaaaaaaa', type: 'upload', workspace: lab, id: `${lab}/uploads/${id}`, name: id, rank: 0 },
      ...{ strength: 'strong' as const, evidence: [], ranges: [{ ...range, blobs: 2, bytes: 4 }] },
    };
    for (const name of ['one.txt', 'two.txt']) await files.getBlockBlobClient(`${id}/${name}`).upload('data', 4);
    const blobs = await copiesIn(range);
    for (const name of ['one.txt', 'two.txt']) await files.deleteBlob(`${id}/${name}`);
    const until = (await copiesIn(range))[0]?.deleted?.until;
    const plan = await writePlan(key, item);
    const lines: OutcomeLine[] = [
      ...blobs.map((blob) => blobLine(item, blob, 'erase', 'soft_deleted', undefined, until)),
      itemLine(item, 'erase', 'soft_deleted', undefined, until),
    ];
    const result = await writeResult(key, 'erase', 0, { lines });
    const link = await linkResults({ key, phase: 'erase', plan, watched: false, entries: [{ shard: 0, result }] });
    await updateStatus(key, () => ({ state: 'erasing', plan: { blob: plan, hash: 'hash', version: 1 } }));
    await issueCertificate({ key, plan, phases: [link], gaps: [], state }, told);
    return { key, range };
  }

  async function writePlan(key: string, item: PlanItem): Promise<string> {
    const items = await documents.writeLines(`requests/${key}/plan/items`, [item]);
    const none = { blob: '', count: 0, bytes: 0, sha256: '' };
    const plan: Plan = {
      ...{ version: 1, requestId: item.name, contentHash: '', action: 'erase', workspaces: [lab], createdAt: '2026' },
      counts: { upload: { items: 1, blobs: 2, bytes: 8, kept: 0 } },
      totals: { items: 1, blobs: 2, bytes: 8, weak: 0, inUse: 0, shared: 0 },
      ...{ gaps: [], notices: [], storage: [], lineage: none },
      shards: [{ type: 'upload', workspace: 0, rank: 0, items, blobs: none }],
    };
    await documents.create(`requests/${key}/plan.json`, plan);
    return `requests/${key}/plan.json`;
  }

  /** The steps of the orchestration, for every row that is due. Returns the messages about one request. */
  async function daily(of: string): Promise<ResultMessage[]> {
    const sent: ResultMessage[] = [];
    const rows = [];
    for await (const row of dueRequests()) rows.push(row);
    for (const row of rows.filter(({ key }) => key === of)) sent.push(...(await lookAt(row)));
    return sent;
  }

  async function lookAt(row: { key: string; day: string }): Promise<ResultMessage[]> {
    const sent: ResultMessage[] = [];
    const checked = await checkFollowUps(row);
    if (checked.next === 'later') return sent;
    if (checked.next === 'now') {
      if (checked.look) {
        const { key } = row;
        const { last = false, plan, history = [], stages } = checked.look;
        expect(stages).toEqual([{ from: 0, to: 1 }]);
        const looked = await reverifyShard({ key, plan, shard: 0, history, last });
        const entries = [{ shard: 0, result: looked.result }];
        const link = await linkResults({ key, phase: 'reverify', plan, watched: false, entries });
        const remaining = looked.remaining > 0 ? [0] : [];
        const done = { ...row, link, failed: [], remaining, until: looked.until, last };
        if ((await recordLook(done)).open > 0) return sent;
        // A step that runs twice changes nothing.
        expect(await recordLook(done)).toEqual({ open: 0 });
      }
      await issueFinalCertificate(row, told);
      const read = (text: string) => JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as ResultMessage;
      const extraOutputs = { set: (_output: unknown, text: string) => sent.push(read(text)) };
      const context = { extraOutputs } as unknown as InvocationContext;
      await notify({ ...row, final: true }, context);
      await issueFinalCertificate(row, told);
      await notify({ ...row, final: true }, context);
      expect(sent[1]).toEqual(sent[0]);
    }
    await settleFollowUps(row);
    return sent.slice(0, 1);
  }

  async function due(of: string): Promise<string[]> {
    const days = [];
    for await (const name of documents.names('due/')) if (name.includes(of)) days.push(name.slice(4, 14));
    return days;
  }

  const inDays = (days: number) => dayOf(new Date(Date.now() + (ahead + days) * 86_400_000));

  it('gets a final certificate on the day after the last date', async () => {
    const { key } = await ended('gone');
    const first = await endedView(key);
    expect(first.certificates).toMatchObject([{ issue: 1, stage: 'inaccessible' }]);
    const [certificate] = first.certificates;
    const until = certificate?.irrecoverableOn ?? '';
    expect(until.slice(0, 10)).toBe(inDays(7));
    expect(first.nextCheck).toBe(inDays(8));
    expect(await due(key)).toEqual([inDays(8)]);
    await advance(7);
    expect(await daily(key)).toEqual([]);
    await advance(1);
    const [message] = await daily(key);
    const { certificates, gaps, nextCheck } = await endedView(key);
    expect(certificates).toMatchObject([{ issue: 1 }, { issue: 2, stage: 'irrecoverable' }]);
    expect(certificates[1]).not.toHaveProperty('irrecoverableOn', expect.anything());
    expect([gaps, nextCheck]).toEqual([[], undefined]);
    expect(message).toMatchObject({ state: 'completed', stage: 'irrecoverable', counts: { erased: 1, kept: 0 } });
    expect(message?.messageId).toMatch(/-completed-final$/);
    expect(message?.certificate?.sha256).toBe(certificates[1]?.sha256);
    expect(message).not.toHaveProperty('followUps');
    expect(await due(key)).toEqual([]);
    expect(await daily(key)).toEqual([]);
    const stage = await secondStageOf(key);
    const lines = [];
    for (const link of stage?.looks ?? []) {
      const { entries } = await documents.needFixed<{ entries: { result: string }[] }>(link);
      for (const { result } of entries) for await (const line of outcomeLines(result)) lines.push(line);
    }
    expect(lines.map(({ kind, outcome }) => `${kind} ${outcome}`).sort()).toEqual([
      'blob deleted',
      'blob deleted',
      'item deleted',
    ]);
  });

  it('is named by the final certificate when somebody has restored it, and no stage is claimed', async () => {
    const { key, range } = await ended('back');
    await files.getBlobClient('back/one.txt').undelete();
    await advance(8);
    const [message] = await daily(key);
    const { certificates, gaps } = await endedView(key);
    expect(certificates[1]).toMatchObject({ issue: 2 });
    expect(certificates[1]?.stage).toBeUndefined();
    expect(gaps).toEqual([{ code: 'restored', type: 'upload', detail: '1 item' }]);
    expect(message).toMatchObject({ state: 'completed', counts: { erased: 0, kept: 1 } });
    expect(message).not.toHaveProperty('stage');
    expect(await copiesIn(range)).toHaveLength(1);
    expect(lines).toContain(`event=erasure_undone request=${key} gaps=1`);
  });

  it('is waited for until a later date, when the service says that it lives longer', async () => {
    const { key } = await ended('longer');
    await keepFor(30);
    await files.getBlobClient('longer/one.txt').undelete();
    await files.deleteBlob('longer/one.txt');
    await keepFor(7);
    await advance(8);
    expect(await daily(key)).toEqual([]);
    expect((await endedView(key)).nextCheck).toBe(inDays(23));
    expect(await due(key)).toEqual([inDays(23)]);
    await advance(23);
    expect(await daily(key)).toMatchObject([{ stage: 'irrecoverable' }]);
    expect((await secondStageOf(key))?.looks).toHaveLength(2);
  });

  it('is waited for while it cannot be looked at, and said to be unknown in the end', async () => {
    const { key } = await ended('unseen');
    const forbidden = { match: { path: '/labstore/files', method: 'GET' }, times: 10_000, respond: { status: 403 } };
    await advance(8);
    await admin('POST', 'faults', forbidden);
    expect(await daily(key)).toEqual([]);
    expect(await due(key)).toEqual([inDays(1)]);
    await advance(31);
    const [message] = await daily(key);
    await admin('DELETE', 'faults', {});
    const { certificates, gaps } = await endedView(key);
    expect(certificates[1]?.stage).toBeUndefined();
    expect(gaps).toEqual([{ code: 'not_reverified', type: 'upload', detail: '1 item' }]);
    expect(message).toMatchObject({ counts: { kept: 1, gaps: 4 } });
  });

  it('is looked at also after a request that was stopped half-way, once for all its rows', async () => {
    const { key } = await ended('stopped', 'cancelled');
    await documents.create(`due/2026-01-01-${key}.json`, { key });
    expect(await daily(key)).toEqual([]);
    expect(await due(key)).toEqual([inDays(8)]);
    await advance(8);
    await documents.create(`due/2026-01-02-${key}.json`, { key });
    expect(await daily(key)).toMatchObject([{ state: 'cancelled', stage: 'irrecoverable' }]);
    expect(await due(key)).toEqual([]);
  });

  it('does not keep from operators that a request failed', async () => {
    const [{ key: failed }, { key: stopped }] = [await ended('broken', 'failed'), await ended('halted', 'cancelled')];
    expect(lines).toContain(`event=request_failed request=${failed}`);
    expect(lines.join()).not.toContain(stopped);
  });

  it('is begun to be looked at once for each request, and said to have failed when it did', async () => {
    const { key } = await ended('failing');
    await advance(8);
    const started: string[] = [];
    const client = (runtimeStatus: OrchestrationRuntimeStatus) => ({
      getStatus: () => Promise.resolve({ runtimeStatus }),
      startNew: (_name: string, options?: { instanceId?: string }) =>
        Promise.resolve(options?.instanceId ?? '').then((id) => (started.push(id), id)),
    });
    const mine = () => lines.filter((line) => line === `event=follow_up_failed request=${key}`);
    await beginLooks(client(OrchestrationRuntimeStatus.Running), told);
    expect([started, mine()]).toEqual([[], []]);
    await beginLooks(client(OrchestrationRuntimeStatus.Completed), told);
    expect(started).toContain(`${key}-follow-up`);
    expect(mine()).toEqual([]);
    await beginLooks(client(OrchestrationRuntimeStatus.Failed), told);
    expect(mine()).toHaveLength(1);
  });

  it('leaves out of the log a request that ended, and tells of one that does not end every day once', async () => {
    const scope = { workspaces: [lab], everything: true };
    const { key: late } = (await storeRequest('late', { action: 'erase', scope }, { channel: 'queue' })).stored;
    const { key: done } = await ended('in-time');
    const overdue = async () => {
      const found = [];
      for await (const each of newlyOverdue()) found.push(each);
      return found.filter(({ request }) => [late, done].includes(request));
    };
    await advance(24);
    expect(await overdue()).toEqual([]);
    await advance(1);
    expect(await overdue()).toEqual([{ request: late, days: 25, state: 'received' }]);
    expect(await overdue()).toEqual([]);
    await advance(1);
    expect(await overdue()).toEqual([{ request: late, days: 26, state: 'received' }]);
    await updateStatus(late, () => ({ state: 'cancelled' }));
    await advance(1);
    expect(await overdue()).toEqual([]);
  });

  it('is expected before the state of the request is final', async () => {
    const scope = { workspaces: [lab], everything: true };
    const { key } = (await storeRequest('early', { action: 'erase', scope }, { channel: 'queue' })).stored;
    // What a crash between the due date and the state leaves.
    await documents.create(`due/2026-01-01-${key}.json`, { key });
    expect(await daily(key)).toEqual([]);
    expect(await due(key)).toEqual([inDays(1)]);
  });
});
