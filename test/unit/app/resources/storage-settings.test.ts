import { deletedGaps } from '../../../../src/resources/storage-settings/deleted-gaps';
import type { DeletedPlace } from '../../../../src/resources/storage-settings/deleted-places';
import {
  parseSettings,
  unreadableSettings,
  type AccountAnswers,
} from '../../../../src/resources/storage-settings/parse-settings';
import { workspace } from './workspace';

const answers = (fields: Partial<AccountAnswers> = {}): AccountAnswers => ({
  ...{ account: { sku: { name: 'Standard_LRS' } }, containers: [], objectReplication: [], ...fields },
});
const parse = (fields: Partial<AccountAnswers> = {}) => parseSettings('acc', '/acc', answers(fields));
const blobs = (properties: object) => parse({ blobService: { properties } });
const on = (days: number) => ({ enabled: true, days });

describe('the settings of a storage account', () => {
  const off = {
    ...{ account: 'acc', id: '/acc', versioning: false, permanentDelete: false, changeFeed: false },
    ...{ replication: 'Standard_LRS', objectReplicas: [], hns: false, containers: [] },
  };

  it('are off where nothing is said', () => {
    for (const fields of [{}, { blobService: {}, fileService: { properties: {} } }]) expect(parse(fields)).toEqual(off);
    expect(blobs({ deleteRetentionPolicy: { enabled: false, days: 7 }, restorePolicy: { enabled: false } })).toEqual(
      off,
    );
  });

  it('are read from each service', () => {
    const properties = {
      ...{ deleteRetentionPolicy: { ...on(14), allowPermanentDelete: true }, isVersioningEnabled: true },
      ...{ containerDeleteRetentionPolicy: on(5), restorePolicy: on(13) },
      changeFeed: { enabled: true, retentionInDays: 30 },
    };
    const account = { sku: { name: 'Standard_RAGRS' }, properties: { isHnsEnabled: true } };
    const fileService = { properties: { shareDeleteRetentionPolicy: on(6) } };
    expect(parse({ account, blobService: { properties }, fileService })).toEqual({
      ...{ ...off, versioning: true, permanentDelete: true, changeFeed: 30, replication: 'Standard_RAGRS', hns: true },
      ...{ blobSoftDeleteDays: 14, containerSoftDeleteDays: 5, shareSoftDeleteDays: 6, pointInTimeRestoreDays: 13 },
    });
  });

  it('are taken as far as they may go where they are vague', () => {
    expect(blobs({ deleteRetentionPolicy: { enabled: true } }).blobSoftDeleteDays).toBe(365);
    expect(blobs({ changeFeed: { enabled: true } }).changeFeed).toBe(true);
    expect(blobs({ changeFeed: { enabled: true, retentionInDays: null } }).changeFeed).toBe(true);
  });

  it('are believed in no other shape', () => {
    const odd = { deleteRetentionPolicy: { enabled: 'true', days: '7' }, isVersioningEnabled: 1, changeFeed: [] };
    expect(blobs(odd)).toEqual(off);
  });

  it('name the containers on which something lies', () => {
    const policy = (state: string) => ({ properties: { immutabilityPeriodSinceCreationInDays: 9, state } });
    const containers = [
      { name: 'plain', properties: { hasLegalHold: false } },
      { name: 'held', properties: { hasLegalHold: true } },
      { name: 'locked', properties: { hasImmutabilityPolicy: true, immutabilityPolicy: policy('Locked') } },
      { name: 'open', properties: { hasImmutabilityPolicy: true, immutabilityPolicy: policy('Unlocked') } },
      { name: 'versions', properties: { immutableStorageWithVersioning: { enabled: true } } },
    ];
    const none = { legalHold: false, versionLevelImmutability: false };
    expect(parse({ containers }).containers).toEqual([
      { name: 'held', ...none, legalHold: true },
      { name: 'locked', ...none, immutabilityDays: 9, immutabilityLocked: true },
      { name: 'open', ...none, immutabilityDays: 9, immutabilityLocked: false },
      { name: 'versions', ...none, versionLevelImmutability: true },
    ]);
  });

  it('name where blobs are copied to, not where they come from', () => {
    const policy = (sourceAccount: string, destinationAccount: string) => ({
      properties: { sourceAccount, destinationAccount },
    });
    const to = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts';
    const objectReplication = [policy('acc', 'z'), policy(`${to}/Acc`, `${to}/B`), policy('other', 'acc'), {}];
    expect(parse({ objectReplication }).objectReplicas).toEqual(['b', 'z']);
  });

  it('say nothing when they are unreadable', () => {
    expect(unreadableSettings('acc', 'AuthorizationFailed')).toMatchObject({ unreadable: 'AuthorizationFailed' });
    expect(unreadableSettings('acc', 'AuthorizationFailed')).not.toHaveProperty('id');
  });
});

describe('deleted containers and shares', () => {
  const at = new Date('2026-11-22T12:00:00Z');
  const deleted = (container: string, fields: Partial<DeletedPlace> = {}): DeletedPlace => ({
    ...{ store: 'blob', account: 'wsstore', container, deletedAt: '2026-11-20T09:00:00Z', remainingDays: 4, ...fields },
  });
  const gapsFor = (place: DeletedPlace) => {
    const services = [{ store: place.store, places: [place] }];
    const gaps = deletedGaps([{ ...workspace, guid: 'g1' }], [{ account: place.account, services }], at);
    return gaps.map(({ type, detail }) => `${type} ${detail}`);
  };

  it.each<[string, Partial<DeletedPlace>]>([
    ...['azureml', 'azureml-blobstore-1', 'azureml-blobstore-g1', 'g1-azureml', 'snapshots'].map(
      (name): [string, object] => [name, {}],
    ),
    ['raw', { account: 'lake' }],
    ['azureml-filestore-g1', { store: 'file' }],
    ['code-391ff5ac-6576-460f-ba4d-7e03433c68b6', { store: 'file' }],
  ])('are told when a workspace uses or used them: %s', (name, fields) => {
    const type = fields.store === 'file' ? 'fileShare' : 'container';
    expect(gapsFor(deleted(name, fields))).toEqual([
      `${type} ${fields.account ?? 'wsstore'}/${name}, until 2026-11-27`,
    ]);
  });

  it.each<[string, Partial<DeletedPlace>]>([
    ['photos', {}],
    ['azureml-blobstore-g2', {}],
    ['azureml', { account: 'lake' }],
    ['azureml', { store: 'file' }],
  ])('of others are not: %s', (name, fields) => {
    expect(gapsFor(deleted(name, fields))).toEqual([]);
  });

  it('that can’t be listed are told', () => {
    const services = [{ store: 'file' as const, places: [], refusal: 'AuthorizationFailed' }];
    expect(deletedGaps([workspace], [{ account: 'wsstore', services }], at)).toEqual([
      {
        ...{ code: 'storage_unreadable', type: 'fileShare', workspace: workspace.id },
        detail: 'deleted shares of wsstore: AuthorizationFailed',
      },
    ]);
  });
});
