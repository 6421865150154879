import type { Arm } from '../../azure/arm';
import { containerKey } from '../../storage/uri';
import { readWorkspace, snapshotContainers } from '../workspace';

/** Datastores that every workspace has from its beginning: all that lies there is looked at piece by piece. */
const builtIn = ['workspaceblobstore', 'workspaceartifactstore', 'workspacefilestore', 'workspaceworkingdirectory'];

/** The containers and shares of a request's workspaces whose whole content is planned, as `containerKey` writes them. */
export async function builtInPlaces(arm: Arm, scope: readonly string[]): Promise<Set<string>> {
  const places = new Set<string>();
  for (const id of scope) {
    const workspace = await readWorkspace(arm, id);
    if (!workspace) continue;
    const account = workspace.storageAccount;
    for (const container of [workspace.artifactContainer, ...snapshotContainers]) {
      places.add(containerKey({ account, container }));
    }
    for (const name of builtIn) {
      const blobs = workspace.blobStores.get(name);
      const files = workspace.fileShares.get(name);
      if (blobs) places.add(containerKey(blobs));
      if (files) places.add(containerKey({ store: 'file', account: files.account, container: files.share }));
    }
  }
  return places;
}
