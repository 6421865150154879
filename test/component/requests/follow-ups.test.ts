import { request } from 'node:https';
import { checkFollowUps } from '../../../src/activities/check-follow-ups';
import { Arm } from '../../../src/azure/arm';
import { dueRequests } from '../../../src/requests/due-dates';
import { followUpsOf, noteFollowUp } from '../../../src/requests/follow-ups';
import { storeRequest, updateStatus } from '../../../src/requests/request-store';
import type { EraseContext, Step } from '../../../src/resources/resource-type';
import { telemetry } from '../../../src/resources/telemetry';
import { workspace } from '../../unit/app/resources/workspace';
import { startLedApp, type LedApp } from '../lead-app';

const group = '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers';
const store = `${group}/Microsoft.OperationalInsights/workspaces/logs`;
const apiVersion = '2020-08-01';
const seed = {
  people: [{ key: 'a', displayName: 'A' }],
  switches: { purgeSeconds: 0 },
  logAnalytics: [
    {
      ...{ name: 'logs', resourceGroup: 'ml' },
      rows: { AppEvents: ['a@example.org', 'b@example.org'].map((UserAuthenticatedId) => ({ UserAuthenticatedId })) },
    },
  ],
  workspaces: [{ name: 'lab', storageAccount: 'labstore' }],
};
const soon = new Date(Date.now() + 86_400_000).toISOString();
const day = '2020-01-01';

describe('what Azure carries out after a request', () => {
  let app: LedApp;

  beforeAll(async () => {
    app = await startLedApp(seed);
  });

  afterAll(() => app.stop());

  /** A request that erases the rows of somebody. */
  async function stored(id: string): Promise<string> {
    const scope = {
      workspaces: [`${group}/Microsoft.MachineLearningServices/workspaces/lab`],
      includeDependents: true,
    };
    const subject = { identities: [{ type: 'upn' as const, value: 'a@example.org' }] };
    return (await storeRequest(id, { action: 'erase', subject, scope }, { channel: 'queue' })).stored.key;
  }

  /** Asks for a purge as the request would, and notes it. */
  async function purge(key: string, ref: string, dueBy = soon): Promise<string> {
    const filters = [{ column: 'UserAuthenticatedId', operator: 'in', value: ['a@example.org'] }];
    const { body } = await new Arm('eraser').send('POST', `${store}/purge`, apiVersion, {
      table: 'AppTraces',
      filters,
    });
    const operation = String(body?.operationId);
    await noteFollowUp(key, { ref, type: 'telemetry', operation, detail: { store, apiVersion }, dueBy });
    return operation;
  }

  const end = (key: string) => updateStatus(key, () => ({ state: 'completed_with_gaps' }));
  const outcomes = async (key: string) => (await followUpsOf(key)).map(({ outcome, reason }) => [outcome, reason]);

  /** Calls the emulator as its administrator. */
  function admin(method: string, path: string, body?: object): Promise<string> {
    const headers = { 'content-type': 'application/json', 'x-emulator-admin': app.emulator.adminKey };
    const url = new URL(`/_emulator/${path}`, app.emulator.url);
    return new Promise((resolve, reject) => {
      const call = request(url, { method, headers, ca: app.certificate.pem }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('end', () => resolve(text));
      });
      call.once('error', reject).end(body && JSON.stringify(body));
    });
  }

  // Told to be tried again at once: otherwise the SDK sleeps between its tries.
  const down = { status: 503, headers: { 'retry-after': '0' }, body: {} };
  const breakDown = (path: string, respond: object = down) => admin('POST', 'faults', { match: { path }, respond });

  it('is not told of before the request itself has ended', async () => {
    const key = await stored('running');
    await purge(key, 'a');
    await new Promise((wait) => setTimeout(wait, 50));
    expect(await checkFollowUps({ key, day })).toEqual({ next: 'later' });
    const due = [];
    for await (const entry of dueRequests()) due.push(entry);
    // It is tomorrow's.
    expect(due).toEqual([]);
    await purge(key, 'b');
    await end(key);
    expect(await checkFollowUps({ key, day })).toEqual({ next: 'now' });
    expect(await outcomes(key)).toEqual([
      ['deleted', undefined],
      ['deleted', undefined],
    ]);
  });

  it('is looked at, whatever cannot be asked about before it; and what never can be is overdue in the end', async () => {
    const key = await stored('broken');
    const broken = await purge(key, 'a');
    await purge(key, 'b');
    await breakDown(`operations/${broken}`);
    await end(key);
    await expect(checkFollowUps({ key, day })).rejects.toMatchObject({ transient: true });
    expect((await outcomes(key)).map(([outcome]) => outcome)).toEqual(['pending', 'deleted']);

    const late = await stored('late');
    const overdue = await purge(late, 'a', '2020-01-31T00:00:00.000Z');
    await breakDown(`operations/${overdue}`);
    await end(late);
    expect(await checkFollowUps({ key: late, day })).toEqual({ next: 'now' });
    expect(await outcomes(late)).toEqual([['failed', 'Http503']]);
  });

  /** One step of purging the rows of `A@example.org` in a table. */
  function purgeStep(table: string, followUp: EraseContext['followUp']): Promise<Step> {
    const [arm, reader] = [new Arm('eraser'), new Arm('reader')];
    const context: EraseContext = {
      ...{ workspace, arm, reader, intended: false, touched: false, followUp },
      ...{ intend: () => Promise.resolve(), isEmpty: () => Promise.resolve(true) },
      request: {
        ...{ scope: [], exports: false, identifiers: ['A@example.org'] },
        contentsKept: () => Promise.resolve(undefined),
      },
    };
    const detail = { store, table, column: 'UserAuthenticatedId', apiVersion };
    return telemetry.erase(context, { id: `${store}/purge`, name: table, inUseAccepted: false, detail });
  }

  it('purges rows under every spelling of an address', async () => {
    let asked = '';
    await purgeStep('AppEvents', (operation) => Promise.resolve(void (asked = operation)));
    const detail = { store, apiVersion };
    while ((await telemetry.pendingState?.(new Arm('reader'), detail, asked)) !== 'done') {
      await new Promise((wait) => setTimeout(wait, 20));
    }
    const state = await admin('GET', 'state');
    expect(state).toContain('b@example.org');
    expect(state).not.toContain('"UserAuthenticatedId":"a@example.org"');
  });

  it('leaves the wait for the next hour to a timer, when there were too many purges', async () => {
    const headers = { 'retry-after': '3000' };
    await breakDown(`${store}/purge`, { status: 429, headers, body: { error: { code: 'TooManyRequests' } } });
    const began = Date.now();
    const step = await purgeStep('AppTraces', () => Promise.reject(new Error('Nothing was begun.')));
    expect(step).toEqual({ state: 'waiting', operation: 'throttled', retryAfterSeconds: 3_000 });
    expect(Date.now() - began).toBeLessThan(10_000);
  }, 20_000);

  it('has failed where Azure does not know the operation', async () => {
    const key = await stored('unknown');
    await noteFollowUp(key, {
      ref: 'a',
      type: 'telemetry',
      operation: 'no',
      detail: { store, apiVersion },
      dueBy: soon,
    });
    await end(key);
    expect(await checkFollowUps({ key, day })).toEqual({ next: 'now' });
    expect(await outcomes(key)).toEqual([['failed', 'operation_unknown']]);
  });
});
