import { join } from 'node:path';
import { readSeed } from '../../../local/azureml/seed/read';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import type { SeedAccount, SeedBlob } from '../../../local/azureml/seed/seed-storage';
import { needsBlobService } from '../../../local/system/needs-blob-service';

const at = { account: 'store', container: 'azureml', path: 'a' };
const needs = (more: Partial<SeedFile>): boolean => needsBlobService({ people: [], workspaces: [], ...more });

describe('the blob service', () => {
  it.each<Omit<SeedAccount, 'name'>>([
    { isHnsEnabled: true },
    { versionLevelImmutability: true },
    { containers: [{ name: 'held', legalHold: true }] },
    { heldContainers: [{ container: 'held', kind: 'legalHold' }] },
    { blobService: { isVersioningEnabled: true } },
    { blobService: { deleteRetentionPolicy: { enabled: true, days: 7 } } },
    { blobService: { containerDeleteRetentionPolicy: { enabled: true, days: 7 } } },
    { blobService: { restorePolicy: { enabled: true, days: 6 } } },
  ])('is needed by an account with %j', (settings) => {
    expect(needs({ storageAccounts: [{ name: 'store', ...settings }] })).toBe(true);
  });

  it.each<Partial<SeedBlob>>([{ deletedDaysAgo: 0 }, { legalHold: true }, { immutableUntil: 1 }, { directory: true }])(
    'is needed by a blob with %j',
    (state) => {
      expect(needs({ blobs: [{ ...at, ...state }] })).toBe(true);
    },
  );

  it('is not needed by what Azurite has too', () => {
    const states: Partial<SeedBlob>[] = [{}, { snapshots: ['old'] }, { leased: true }, { uncommitted: true }];
    expect(needs({ blobs: states.map((state) => ({ ...at, ...state })) })).toBe(false);
    const off = { isVersioningEnabled: false, deleteRetentionPolicy: { enabled: false, days: 7 } };
    const account = { name: 'store', sku: 'Standard_GRS', blobService: off, objectReplicas: ['other'] };
    expect(needs({ storageAccounts: [account] })).toBe(false);
  });

  it.each([
    ['contoso', false],
    ['fabrikam', true],
    ['storage-truth', true],
  ])('of the seed %s: %s', (seed, needed) => {
    expect(needsBlobService(readSeed(join(__dirname, '../../../seeds', `${seed}.json`)))).toBe(needed);
  });
});
