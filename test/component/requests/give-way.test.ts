import { inventoryPage } from '../../../src/activities/inventory-page';
import type { InventoryResult } from '../../../src/requests/plan/inventory';
import { storeRequest } from '../../../src/requests/request-store';
import { resolveScope } from '../../../src/requests/scope';
import type { Later } from '../../../src/turns/give-way';
import { inTurn } from '../../../src/turns/turn';
import { adminCall } from '../../e2e/admin-call';
import { startLedApp, type LedApp } from '../lead-app';

const workspaces = [
  '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/lab',
];
const computes = Array.from({ length: 25 }, (_, at) => ({ name: `compute${at}`, owner: 'a' }));
const seed = {
  people: [{ key: 'a', displayName: 'A' }],
  workspaces: [{ name: 'lab', resourceGroup: 'ml', storageAccount: 'labstore', computes }],
};

describe('a listing in a subscription that throttles', () => {
  let app: LedApp;

  beforeAll(async () => {
    app = await startLedApp(seed);
  });
  afterAll(() => app.stop());

  const refuse = (skip: number) => {
    const { url, adminKey } = app.emulator;
    const headers = { 'x-emulator-admin': adminKey, 'content-type': 'application/json' };
    const respond = { status: 429, headers: { 'retry-after': '6' }, body: { error: { code: 'TooManyRequests' } } };
    const options = { method: 'POST', headers, ca: app.certificate.pem };
    const rule = { match: { path: '/workspaces/lab/computes\\?' }, skip, times: 1, respond };
    return adminCall(new URL('/_emulator/faults', url), options, rule);
  };

  it('keeps the pages that it has, gives way, and goes on behind them', async () => {
    const scope = { workspaces };
    const { stored } = await storeRequest('throttled', { action: 'export', scope }, { channel: 'queue' });
    await resolveScope(stored.key);
    const call = (previous?: string): Promise<InventoryResult | Later> =>
      inTurn('1', () => inventoryPage({ key: stored.key, pass: 'plan-1', workspace: 0, type: 'compute', previous }));
    // The second page is refused, when the first one is there.
    await refuse(1);
    const first = await call();
    expect(first).toMatchObject({ done: false, selected: 10 });
    const { page } = first as InventoryResult;
    const later = await call(page);
    expect(later).toMatchObject({ later: expect.any(Number) as number });
    await new Promise((wait) => setTimeout(wait, (later as Later).later * 1_000));
    expect(await call(page)).toMatchObject({ done: true, selected: 15 });
  });
});
