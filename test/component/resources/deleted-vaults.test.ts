import { Arm } from '../../../src/azure/arm';
import { keyVault } from '../../../src/resources/beyond/key-vault';
import type { EraseContext, Found, Step } from '../../../src/resources/resource-type';
import { readWorkspace } from '../../../src/resources/workspace';
import { startLedApp } from '../lead-app';

const group = '/subscriptions/5ab50000-0000-4000-8000-000000000001/resourceGroups/ml/providers';
const workspaceId = (name: string) => `${group}/Microsoft.MachineLearningServices/workspaces/${name}`;
const vaultId = (name: string) => `${group}/Microsoft.KeyVault/vaults/${name}`;
const workspace = (name: string, more: object = {}) => ({
  name,
  resourceGroup: 'ml',
  storageAccount: 'store1',
  ...more,
});
const seed = {
  people: [{ key: 'a', displayName: 'A' }],
  switches: { operationSeconds: 0 },
  keyVaults: [{ name: 'guarded-kv', resourceGroup: 'ml', purgeProtection: true }],
  workspaces: [
    workspace('alone'),
    workspace('guarded', { keyVault: 'guarded-kv' }),
    workspace('kept', { keyVault: 'live-kv' }),
    ...['one', 'two'].map((name) => workspace(name, { keyVault: 'common-kv' })),
  ],
};

describe('a vault that somebody deleted before', () => {
  let app: Awaited<ReturnType<typeof startLedApp>>;

  beforeAll(async () => {
    app = await startLedApp(seed);
    for (const name of ['alone-kv', 'guarded-kv', 'common-kv']) {
      expect((await new Arm('eraser').send('DELETE', vaultId(name), '2023-07-01')).status).toBe(200);
    }
  });

  afterAll(() => app.stop());

  /** Lists the vault of a workspace, and erases it as a request would that has deleted the workspace. */
  async function erased(name: string): Promise<{ found?: Found; step?: Step }> {
    const [arm, reader] = [new Arm('eraser'), new Arm('reader')];
    const own = await readWorkspace(reader, workspaceId(name));
    if (!own) throw new Error('The seed has no such workspace.');
    const scope = [own.id];
    const { found, gaps } = await keyVault.list({ arm: reader, workspace: own, scope, selects: () => true });
    expect(gaps).toEqual([]);
    const [vault] = found;
    if (!vault) return {};
    await arm.send('DELETE', `${own.id}?forceToPurge=true`, '2024-04-01');
    while (await reader.get(own.id)) await new Promise((wait) => setTimeout(wait, 50));
    const context: EraseContext = {
      ...{ workspace: own, arm, reader, intended: false, touched: false },
      ...{ intend: () => Promise.resolve(), isEmpty: () => Promise.resolve(true) },
      request: { scope, exports: false, identifiers: [], contentsKept: () => Promise.resolve(undefined) },
      followUp: () => Promise.reject(new Error('Nothing here goes on after the request.')),
    };
    const target = { ...vault, inUseAccepted: true };
    let step = await keyVault.erase(context, target);
    while (step.state === 'waiting') {
      step = await keyVault.erase({ ...context, operation: step.operation, intended: true }, target);
    }
    return { found: vault, step };
  }

  it('is planned, and purged', async () => {
    const { found, step } = await erased('alone');
    expect(found).toMatchObject({ id: vaultId('alone-kv'), name: 'alone-kv' });
    expect(step).toEqual({ state: 'done', outcome: 'deleted' });
    const reader = new Arm('reader');
    const own = await readWorkspace(reader, workspaceId('one'));
    if (!own || !found) throw new Error('The seed has no such workspace.');
    const left = await keyVault.present?.({ arm: reader, workspace: own }, [{ ...found, inUseAccepted: false }]);
    expect([...(left ?? [])]).toEqual([]);
  });

  it('is told with its date when purge protection forbids the purge', async () => {
    const { found, step } = await erased('guarded');
    expect(step).toMatchObject({ state: 'done', outcome: 'soft_deleted', reason: 'purge_protection' });
    const until = step?.state === 'done' ? step.until : undefined;
    expect(until).toMatch(/^20\d\d-/);
    // Asked again before that day, it can still be restored.
    const target = { ...found, id: vaultId('guarded-kv'), name: 'guarded-kv', inUseAccepted: false };
    const asked = (id: string, name: string) =>
      keyVault.restorable?.(new Arm('reader'), { ...target, id, name }, '2026-01-01T00:00:00Z');
    expect(await asked(target.id, target.name)).toEqual({
      ...{ outcome: 'soft_deleted', reason: 'purge_protection', until },
    });
    expect(await asked(vaultId('no-such-kv'), 'no-such-kv')).toEqual({ outcome: 'deleted' });
    // There under its own id, and nothing says that it is younger.
    expect(await asked(vaultId('live-kv'), 'live-kv')).toEqual({ outcome: 'failed', reason: 'restored' });
  });

  it('stays when another workspace may want it back', async () => {
    const { found, step } = await erased('one');
    expect(found?.usedBy).toContain(workspaceId('two'));
    expect(step).toEqual({ state: 'done', outcome: 'in_use', reason: `used_by ${workspaceId('two')}` });
  });
});
