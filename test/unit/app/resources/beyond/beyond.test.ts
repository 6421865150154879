import { newestStable } from '../../../../../src/azure/resource-manager';
import type { Arm } from '../../../../../src/azure/arm';
import { keptByUse, madeAt, proven } from '../../../../../src/resources/beyond/dependent';
import type { Use } from '../../../../../src/resources/beyond/references';
import { isOwnAccount } from '../../../../../src/storage/own-account';
import type { EraseContext, Step, Target } from '../../../../../src/resources/resource-type';
import { workspace } from '../workspace';

describe('newestStable', () => {
  it('takes the newest version that is no preview', () => {
    expect(newestStable(['2023-05-01', '2025-01-01', '2025-06-01-preview', '2024-01-01'])).toBe('2025-01-01');
  });

  it('takes none where all are previews, or none is offered', () => {
    expect(newestStable(['2015-05-01-preview'])).toBeUndefined();
    expect(newestStable([])).toBeUndefined();
  });
});

describe('isOwnAccount', () => {
  it.each([
    ['requests', 'https://requests.blob.core.windows.net'],
    ['requests', 'https://requests.blob.core.windows.net/'],
    ['requests', 'https://127.0.0.1:10000/requests'],
  ])('knows %s in %s', (account, uri) => expect(isOwnAccount(account, uri)).toBe(true));

  it.each([
    ['requests', 'https://requests2.blob.core.windows.net'],
    ['request', 'https://requests.blob.core.windows.net'],
    ['requests', 'https://127.0.0.1:10000/other/requests'],
  ])('takes no other account for its own: %s in %s', (account, uri) => expect(isOwnAccount(account, uri)).toBe(false));
});

describe('keptByUse', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a';
  const there = workspace.id;
  const gone = `${workspace.id}-gone`;

  /** What keeps a resource, where one workspace exists and the other was deleted. */
  function kept(use: Partial<Use>, inUseAccepted = false) {
    const reader = { get: (asked: string) => Promise.resolve(asked === there ? {} : undefined) } as Arm;
    const target: Target = { id, name: 'a', inUseAccepted };
    return keptByUse({ reader } as EraseContext, target, { users: [], gaps: [], ...use });
  }

  it('lets go what nobody uses any more, though lists still show who did', async () => {
    expect(await kept({})).toBeUndefined();
    expect(await kept({ users: [gone] })).toBeUndefined();
  });

  it('keeps what somebody uses, and names them; no approval changes that', async () => {
    const step = { state: 'done', outcome: 'in_use', reason: `used_by ${there}` };
    expect(await kept({ users: [gone, there] })).toEqual(step);
    expect(await kept({ users: [there] }, true)).toEqual(step);
  });

  it('keeps what holds more, unless the approval names it', async () => {
    expect(await kept({ users: [id.toUpperCase()] })).toMatchObject({ outcome: 'in_use', reason: 'holds_more' });
    expect(await kept({ users: [id.toUpperCase()] }, true)).toBeUndefined();
  });

  it('keeps what nobody could look at, whatever the approval says', async () => {
    expect(await kept({ never: 'exclusivity_unknown' }, true)).toMatchObject({ reason: 'exclusivity_unknown' });
  });
});

describe('proven', () => {
  const deleted: Step = { state: 'done', outcome: 'deleted' };

  it('believes a deletion only when nothing is there', async () => {
    expect(await proven(deleted, () => Promise.resolve(undefined))).toBe(deleted);
    expect(await proven(deleted, () => Promise.resolve({}))).toEqual({ state: 'waiting' });
  });

  it('asks about nothing else', async () => {
    const refused: Step = { state: 'done', outcome: 'blocked' };
    expect(await proven(refused, () => Promise.reject(new Error('asked')))).toBe(refused);
  });
});

describe('madeAt', () => {
  it.each([
    ['a storage account', { properties: { creationTime: '2026-01-02T03:04:05.6789012Z' } }],
    ['a registry', { properties: { creationDate: '2026-01-02T03:04:05.678Z' } }],
    ['a component', { properties: { CreationDate: '2026-01-02T03:04:05.6781234+00:00' } }],
    ['a Log Analytics workspace', { properties: { createdDate: '2026-01-02T04:04:05.678+01:00' } }],
    ['a vault', { systemData: { createdAt: '2026-01-02T03:04:05.678Z' }, properties: {} }],
  ])('reads it where %s has it', (_kind, body) => expect(madeAt(body)).toBe('2026-01-02T03:04:05.678Z'));

  it('knows nothing where nothing is told', () => expect(madeAt({ properties: {} })).toBeUndefined());
});
