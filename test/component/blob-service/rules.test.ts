import { randomUUID } from 'node:crypto';
import type { BlobItem, ContainerClient } from '@azure/storage-blob';
import { startOurs, type OurService } from './services';

interface Line {
  name: string;
  kind: string;
  recoverableUntil?: string;
}

const softDelete = (days: number, allowPermanentDelete = false) => ({
  deleteRetentionPolicy: { enabled: true, days, allowPermanentDelete },
});
const everything = {
  ...{ includeSnapshots: true, includeVersions: true, includeDeleted: true, includeUncommitedBlobs: true },
  ...{ includeImmutabilityPolicy: true, includeLegalHold: true },
};

describe('what Azurite lacks', () => {
  let service: OurService;
  let container: ContainerClient;
  beforeAll(async () => {
    service = await startOurs();
  });
  afterAll(() => service.stop());
  beforeEach(async () => {
    await settings({ ...softDelete(7), deleteRetentionPolicy: { enabled: false }, isVersioningEnabled: false });
    await settings({ isHnsEnabled: false, containerDeleteRetentionPolicy: { enabled: false } });
    container = service.client.getContainerClient(`c${randomUUID()}`);
    await container.create();
  });

  const settings = (changes: object) => service.admin('PUT', 'accounts/store/settings', changes);
  const policy = (changes: object) =>
    service.admin('PUT', `accounts/store/containers/${container.containerName}`, changes);
  const pass = (days: number) => service.admin('POST', 'clock', { advanceSeconds: days * 86_400 });
  const blob = (name: string) => container.getBlockBlobClient(name);
  const put = (name: string, content = name) => blob(name).upload(content, content.length);
  const version = (name: string, id: string | undefined) => blob(name).withVersion(id ?? '');
  const dump = async () =>
    ((await service.admin('GET', 'dump')) as (Line & { container: string })[]).filter(
      (line) => line.container === container.containerName,
    );

  /** Every line of a listing, each in a word or two. */
  async function shown(options: object = everything): Promise<string[]> {
    const lines: string[] = [];
    for await (const item of container.listBlobsFlat(options)) lines.push(wordsOf(item));
    return lines;
  }

  function wordsOf({ name, snapshot, versionId, isCurrentVersion, deleted }: BlobItem): string {
    const kind = snapshot ? 'snapshot' : versionId && !isCurrentVersion ? 'version' : 'blob';
    return `${name} ${kind}${deleted ? ' deleted' : ''}`;
  }

  /** Status and code of a deletion with `deletetype=permanent`, or whether the service called it permanent. */
  async function forGood(url: string, headers: Record<string, string> = {}): Promise<string> {
    const sas = await container.generateSasUrl({
      expiresOn: new Date(Date.now() + 3_600_000),
      permissions: { toString: () => 'rdxy' } as never,
    });
    const [, query] = sas.split('?');
    const answer = await fetch(`${url}${url.includes('?') ? '&' : '?'}deletetype=permanent&${query}`, {
      method: 'DELETE',
      headers: { 'x-ms-version': '2024-11-04', ...headers },
    });
    return answer.ok
      ? `permanent ${answer.headers.get('x-ms-delete-type-permanent')}`
      : `${answer.status} ${answer.headers.get('x-ms-error-code')}`;
  }

  const permanence = async (call: Promise<{ _response: { headers: { get(name: string): string | undefined } } }>) =>
    (await call)._response.headers.get('x-ms-delete-type-permanent');
  const refused = async (call: Promise<unknown>): Promise<string> => {
    try {
      await call;
      return 'none';
    } catch (error) {
      const { statusCode, details } = error as { statusCode: number; details?: { errorCode?: string } };
      return `${statusCode} ${details?.errorCode}`;
    }
  };

  describe('soft delete', () => {
    it('keeps what is deleted until its day, which nothing moves', async () => {
      await settings(softDelete(7));
      await put('a');
      expect(await permanence(blob('a').delete())).toBe('false');
      expect(await shown({})).toEqual([]);
      expect(await shown()).toEqual(['a blob deleted']);
      const items = await container.listBlobsFlat({ includeDeleted: true }).next();
      const { properties } = items.value as BlobItem;
      expect(properties.deletedOn).toBeInstanceOf(Date);
      expect(properties.remainingRetentionDays).toBe(6);
      expect(await refused(blob('a').delete())).toBe('404 BlobNotFound');
      expect(await refused(blob('a').download())).toBe('404 BlobNotFound');
      const [before] = await dump();
      await pass(3);
      await settings({ deleteRetentionPolicy: { enabled: false } });
      expect(await refused(blob('a').delete())).toBe('404 BlobNotFound');
      expect((await dump())[0]?.recoverableUntil).toBe(before?.recoverableUntil);
      await pass(4);
      expect(await shown()).toEqual([]);
      expect(await dump()).toEqual([]);
    });

    it('keeps what is overwritten as a soft-deleted snapshot', async () => {
      await settings(softDelete(7));
      await put('a', 'old');
      await put('a', 'new');
      expect(await shown()).toEqual(['a snapshot deleted', 'a blob']);
      await blob('a').delete();
      expect(await shown()).toEqual(['a snapshot deleted', 'a blob deleted']);
      await put('a', 'newest');
      expect(await shown()).toEqual(['a snapshot deleted', 'a snapshot deleted', 'a blob']);
    });

    it('restores a blob with its snapshots', async () => {
      await settings(softDelete(7));
      await put('a');
      await blob('a').createSnapshot();
      await blob('a').delete({ deleteSnapshots: 'include' });
      expect(await shown()).toEqual(['a snapshot deleted', 'a blob deleted']);
      await blob('a').undelete();
      expect(await shown()).toEqual(['a snapshot', 'a blob']);
    });

    it('deletes a soft-deleted snapshot again as the switch says', async () => {
      await settings(softDelete(7));
      await put('a');
      const { snapshot = '' } = await blob('a').createSnapshot();
      expect(await permanence(blob('a').withSnapshot(snapshot).delete())).toBe('false');
      expect(await refused(blob('a').withSnapshot(snapshot).delete())).toBe('404 BlobNotFound');
      await settings({ switches: { deleteOfSoftDeleted: 'accepted' } });
      expect(await permanence(blob('a').withSnapshot(snapshot).delete())).toBe('false');
      await settings({ switches: { deleteOfSoftDeleted: 'notFound' } });
    });

    it('counts soft-deleted snapshots, once it is off, as the switch says', async () => {
      await settings(softDelete(7));
      await put('a', 'old');
      await put('a', 'new');
      await settings({ deleteRetentionPolicy: { enabled: false } });
      expect(await refused(blob('a').delete())).toBe('409 SnapshotsPresent');
      await settings({ switches: { softDeletedSnapshotsCount: false } });
      expect(await permanence(blob('a').delete())).toBe('true');
      await settings({ switches: { softDeletedSnapshotsCount: true } });
      expect(await shown()).toEqual(['a snapshot deleted']);
    });
  });

  describe('versions', () => {
    it('keep every state, and what was current when the blob is deleted', async () => {
      await settings({ isVersioningEnabled: true });
      const first = await put('a', 'one');
      const second = await put('a', 'two');
      expect(first.versionId! < second.versionId!).toBe(true);
      expect((await version('a', first.versionId).downloadToBuffer()).toString()).toBe('one');
      expect(await shown()).toEqual(['a version', 'a blob']);
      expect(await refused(version('a', second.versionId).delete())).toBe('403 OperationNotAllowedOnRootBlob');
      expect(await permanence(blob('a').delete())).toBe('false');
      expect(await shown({})).toEqual([]);
      expect(await shown()).toEqual(['a version', 'a version']);
      expect(await permanence(version('a', first.versionId).delete())).toBe('true');
      expect(await permanence(version('a', second.versionId).delete())).toBe('true');
      expect(await shown()).toEqual([]);
      expect(await refused(version('a', second.versionId).delete())).toBe('404 BlobNotFound');
    });

    it('are soft-deleted one by one where soft delete is on', async () => {
      await settings({ isVersioningEnabled: true, ...softDelete(7) });
      const { versionId } = await put('a', 'one');
      await put('a', 'two');
      expect(await permanence(version('a', versionId).delete())).toBe('false');
      expect(await shown()).toEqual(['a version deleted', 'a blob']);
      expect(await shown({ includeVersions: true })).toEqual(['a blob']);
      await blob('a').undelete();
      expect(await shown()).toEqual(['a version', 'a blob']);
    });

    it('come with metadata and snapshots', async () => {
      await settings({ isVersioningEnabled: true });
      await put('a');
      expect((await blob('a').setMetadata({ x: 'y' })).versionId).toBeDefined();
      expect((await blob('a').createSnapshot()).versionId).toBeDefined();
      expect(await shown()).toEqual(['a snapshot', 'a version', 'a version', 'a blob']);
      await settings({ switches: { versionedDeleteSaysPermanent: true } });
      expect(await permanence(blob('a').delete({ deleteSnapshots: 'include' }))).toBe('true');
      await settings({ switches: { versionedDeleteSaysPermanent: false } });
    });

    it('are found by name where nothing is current', async () => {
      await settings({ isVersioningEnabled: true });
      await put('a');
      await blob('a').delete();
      const lines: BlobItem[] = [];
      for await (const item of container.listBlobsFlat({ includeDeletedWithVersions: true })) lines.push(item);
      expect(lines).toMatchObject([{ name: 'a', hasVersionsOnly: true }]);
    });

    it('stay when versioning is switched off', async () => {
      await settings({ isVersioningEnabled: true });
      await put('a', 'one');
      await settings({ isVersioningEnabled: false });
      expect((await put('a', 'two')).versionId).toBeUndefined();
      expect(await shown()).toEqual(['a version', 'a blob']);
    });
  });

  describe('deleting for good', () => {
    it('takes two passes, for versions and snapshots', async () => {
      await settings({ isVersioningEnabled: true, ...softDelete(7, true) });
      const { versionId } = await put('a', 'one');
      await put('a', 'two');
      const { url } = version('a', versionId);
      expect(await forGood(url)).toBe('409 BlobSnapshotNotSoftDeleted');
      await version('a', versionId).delete();
      expect(await forGood(url)).toBe('permanent true');
      expect(await shown()).toEqual(['a blob']);
      expect(await forGood(url)).toBe('404 BlobNotFound');

      const { snapshot = '' } = await blob('a').createSnapshot();
      await blob('a').withSnapshot(snapshot).delete();
      expect(await forGood(blob('a').withSnapshot(snapshot).url)).toBe('permanent true');
    });

    it('is refused for blobs themselves, and where the account does not allow it', async () => {
      await settings(softDelete(7, true));
      await put('a');
      const { snapshot = '' } = await blob('a').createSnapshot();
      await blob('a').delete({ deleteSnapshots: 'include' });
      expect(await forGood(blob('a').url)).toMatch(/^409 /);
      await settings(softDelete(7, false));
      expect(await forGood(blob('a').withSnapshot(snapshot).url)).toMatch(/^409 /);
      await expect(settings({ ...softDelete(7, true), restorePolicy: { enabled: true, days: 6 } })).rejects.toThrow(
        'restore policy',
      );
    });
  });

  describe('immutability', () => {
    it('of a container lasts from the creation of each blob', async () => {
      await put('a');
      await policy({ immutabilityDays: 5, immutabilityLocked: true });
      expect(await refused(blob('a').delete())).toBe('409 BlobImmutableDueToPolicy');
      expect(await refused(put('a', 'b'))).toBe('409 BlobImmutableDueToPolicy');
      expect(await refused(container.delete())).toBe('409 ContainerImmutabilityPolicyLocked');
      expect(await container.getProperties()).toMatchObject({ hasImmutabilityPolicy: true, hasLegalHold: false });
      await pass(5);
      await blob('a').delete();
      await container.delete();
    });

    it('of a container is refused when it is none', async () => {
      await expect(policy({ immutabilityDays: 0 })).rejects.toThrow('400');
      await expect(policy({ legalHold: 'yes' })).rejects.toThrow('400');
      await expect(policy({ unheardOf: true })).rejects.toThrow('400');
    });

    it('of a container does not keep it once all that lay in it has expired', async () => {
      await settings(softDelete(1));
      await put('a');
      await blob('a').delete();
      await policy({ immutabilityDays: 1 });
      expect(await refused(container.delete())).toBe('409 ContainerImmutabilityPolicyLocked');
      await pass(1);
      await container.delete();
    });

    it('by a legal hold of the container ends with the hold', async () => {
      await put('a');
      await policy({ legalHold: true });
      expect(await refused(blob('a').delete())).toBe('409 BlobImmutableDueToLegalHold');
      expect(await refused(container.delete())).toBe('409 ContainerHasLegalHold');
      await policy({});
      await blob('a').delete();
    });

    it('of a version keeps it, while the blob can be deleted as the switch says', async () => {
      await settings({ isVersioningEnabled: true });
      await policy({ versionLevelImmutability: true });
      const { versionId } = await put('a');
      await blob('a').setImmutabilityPolicy({
        expiriesOn: new Date(Date.now() + 40 * 86_400_000),
        policyMode: 'Locked',
      });
      await settings({ switches: { deleteOfHeldCurrent: false } });
      expect(await refused(blob('a').delete())).toBe('409 BlobImmutableDueToPolicy');
      await settings({ switches: { deleteOfHeldCurrent: true } });
      await blob('a').delete();
      expect(await refused(version('a', versionId).delete())).toBe('409 BlobImmutableDueToPolicy');
      const item = (await container.listBlobsFlat(everything).next()).value as BlobItem;
      expect(item.properties.immutabilityPolicyMode).toBe('locked');
      expect(item.properties.immutabilityPolicyExpiresOn).toBeInstanceOf(Date);
      await pass(41);
      await version('a', versionId).delete();
    });

    it('by a legal hold of one blob', async () => {
      await put('a');
      await blob('a').setLegalHold(true);
      expect(await refused(blob('a').delete())).toBe('409 BlobImmutableDueToLegalHold');
      const item = (await container.listBlobsFlat(everything).next()).value as BlobItem;
      expect(item.properties.legalHold).toBe(true);
      await blob('a').setLegalHold(false);
      await blob('a').delete();
    });
  });

  describe('a hierarchical namespace', () => {
    beforeEach(() => settings({ isHnsEnabled: true }));

    it('has directories, which are deleted when they are empty', async () => {
      await put('d/e/f');
      const found: string[] = [];
      for await (const { name, metadata } of container.listBlobsFlat({ includeMetadata: true })) {
        found.push(`${name} ${metadata?.hdi_isfolder ?? ''}`);
      }
      expect(found).toEqual(['d true', 'd/e true', 'd/e/f ']);
      expect(await refused(blob('d').delete())).toBe('409 DirectoryIsNotEmpty');
      for (const name of ['d/e/f', 'd/e', 'd']) await blob(name).delete();
      expect(await shown({})).toEqual([]);
      await put('file');
      expect(await refused(put('file/below'))).toBe('409 ResourceTypeMismatch');
    });

    it('shows a directory once where a listing has a delimiter', async () => {
      for (const name of ['d/1', 'd.txt', 'e']) await put(name);
      const found: string[] = [];
      for await (const page of container.listBlobsByHierarchy('/').byPage({ maxPageSize: 1 })) {
        const { blobItems, blobPrefixes = [] } = page.segment;
        found.push(...[...blobItems, ...blobPrefixes].map(({ name }) => name));
      }
      expect(found).toEqual(['d/', 'd.txt', 'e']);
    });

    it('deletes nothing for good', async () => {
      await settings(softDelete(7, true));
      await put('a');
      const { snapshot = '' } = await blob('a').createSnapshot();
      await blob('a').withSnapshot(snapshot).delete();
      expect(await forGood(blob('a').withSnapshot(snapshot).url)).toMatch(/^409 /);
    });

    it('keeps nothing of what is overwritten', async () => {
      await settings(softDelete(7));
      await put('a', 'old');
      await put('a', 'new');
      expect((await dump()).map(({ kind }) => kind)).toEqual(['current']);
    });

    it('shows what is deleted by showonly, and refuses other ways', async () => {
      await settings(softDelete(7));
      await put('d/a');
      await blob('d/a').delete();
      await put('d/a');
      await blob('d/a').delete();
      const query = 'restype=container&comp=list&showonly=deleted';
      const sas = await container.generateSasUrl({
        expiresOn: new Date(Date.now() + 3_600_000),
        permissions: { toString: () => 'rl' } as never,
      });
      const list = async (more: string) => (await fetch(`${sas}&${query}${more}`)).text();
      expect((await list('')).match(/<Name>d\/a<\/Name><DeletionId>\d+<\/DeletionId>/g)).toHaveLength(2);
      expect(await list('&include=deleted')).toContain('InvalidQueryParameterValue');
      expect(await refused(container.listBlobsFlat({ includeVersions: true }).next())).toBe(
        '400 InvalidQueryParameterValue',
      );
      await settings({ switches: { hierarchicalRefusesIncludes: false } });
      expect(await shown({ includeVersions: true })).toEqual(['d blob']);
      await settings({ switches: { hierarchicalRefusesIncludes: true } });
    });
  });

  it('keeps deleted containers for a while', async () => {
    await settings({ containerDeleteRetentionPolicy: { enabled: true, days: 2 } });
    await put('a');
    const { containerName } = container;
    await container.delete();
    expect(await refused(container.create())).toBe('409 ContainerBeingDeleted');
    const deleted = async () => {
      const found = [];
      for await (const item of service.client.listContainers({ includeDeleted: true, prefix: containerName })) {
        found.push(item);
      }
      return found;
    };
    const [item] = await deleted();
    expect(item).toMatchObject({ deleted: true, properties: { remainingRetentionDays: 1 } });
    await service.client.undeleteContainer(containerName, item?.version ?? '');
    expect(await shown()).toEqual(['a blob']);
    await container.delete();
    await pass(2);
    expect(await deleted()).toEqual([]);
    await container.create();
  });

  it('drops blocks that nobody commits after a week', async () => {
    await blob('a').stageBlock(Buffer.from('1').toString('base64'), 'x', 1);
    expect(await shown()).toEqual(['a blob']);
    expect(await refused(blob('a').delete())).toBe('404 BlobNotFound');
    await pass(7);
    expect(await shown()).toEqual([]);
  });

  it('refuses a condition on what does not exist', async () => {
    expect(await refused(blob('a').upload('', 0, { conditions: { ifMatch: '*' } }))).toBe('412 ConditionNotMet');
    expect(await dump()).toEqual([]);
  });
});
