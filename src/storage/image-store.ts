import type { ContainerRegistryClient } from '@azure/container-registry';
import { AzureError } from '../azure/azure-error';
import { containerRegistry, registryError, registryUrl } from '../azure/container-registry';
import type { Outcome } from '../requests/outcomes';
import type { ByteStore, ListedBlob } from './byte-store';
import { concurrently } from './concurrently';

/** Deletions of one registry at a time; registries throttle by their tier and say so with 429 (Azure docs: ACR tiers). */
const width = 4;

/**
 * Images in container registries: `account` is the registry, `container` the repository, and a name is the digest of a
 * manifest, which is its etag too: other content would have another digest.
 */
export const imageStore: ByteStore = {
  async *list(range, { role = 'reader' } = {}) {
    const { account, container } = range;
    const repository = containerRegistry(role, account).getRepository(container);
    const listed = (manifest: { digest: string; sizeInBytes?: number; lastUpdatedOn?: Date }): ListedBlob => ({
      ...{ store: 'image', account, container, name: manifest.digest, etag: manifest.digest },
      size: manifest.sizeInBytes ?? 0,
      modifiedAt: manifest.lastUpdatedOn?.toISOString(),
    });
    try {
      if (range.kind === 'blob') {
        yield listed(await repository.getArtifact(range.path).getManifestProperties());
        return;
      }
      for await (const manifest of repository.listManifestProperties()) yield listed(manifest);
    } catch (thrown) {
      const error = registryError(thrown);
      if (error.status !== 404) throw error;
    }
  },

  read: () => Promise.reject(new AzureError(405, 'ImagesAreNotCopied', 'Container images are not copied.', false)),

  async erase(registry, images, { intended }, report) {
    const client = containerRegistry('eraser', registry);
    const touched = new Set<string>();
    let transient: AzureError | undefined;
    await concurrently(images, width, async (image) => {
      try {
        const found = await deleteManifest(client, image);
        report({ blob: image, outcome: found || intended ? 'deleted' : 'already_absent' });
        touched.add(image.container);
      } catch (thrown) {
        const error = registryError(thrown);
        if (error.transient) transient ??= error;
        else report({ blob: image, ...outcomeOfRefusal(error) });
      }
    });
    if (transient) throw transient;
    for (const repository of touched) await dropIfEmpty(client, { account: registry, container: repository });
  },

  url: ({ account, container, name }) => `${registryUrl(account)}/v2/${container}/manifests/${name}`,
};

/** Deletes a manifest with its tags, and says whether it was there. */
async function deleteManifest(client: ContainerRegistryClient, image: ListedBlob): Promise<boolean> {
  let status = 0;
  // The SDK calls 404 a success; only the raw answer tells.
  await client.getArtifact(image.container, image.name).delete({ onResponse: (answer) => (status = answer.status) });
  return status !== 404;
}

/** What a refusal means: a locked image answers 405 (Azure docs: lock a container image). */
function outcomeOfRefusal({ status, code }: AzureError): { outcome: Outcome; reason: string } {
  return { outcome: status === 403 || status === 405 ? 'blocked' : 'failed', reason: code };
}

/**
 * Deletes a repository that holds nothing any more. Never one call for all: an image that was pushed after the plan
 * would go with it.
 */
async function dropIfEmpty(
  client: ContainerRegistryClient,
  place: Pick<ListedBlob, 'account' | 'container'>,
): Promise<void> {
  try {
    for await (const _image of imageStore.list({ ...place, store: 'image', path: '', kind: 'prefix' })) return;
    await client.deleteRepository(place.container);
  } catch (thrown) {
    const error = registryError(thrown);
    // A repository that may not be deleted is an empty name by now: what it held is reported already.
    if (error.transient) throw error;
  }
}
