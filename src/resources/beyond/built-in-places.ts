import { containerKey } from '../../storage/uri';
import { snapshotContainers, type Workspace } from '../workspace';

/** Datastores that every workspace has from its beginning: all that lies there is looked at piece by piece. */
const builtIn = ['workspaceblobstore', 'workspaceartifactstore', 'workspacefilestore', 'workspaceworkingdirectory'];

/** The containers and shares of some workspaces whose whole content is planned, as `containerKey` writes them. */
export function builtInPlaces(workspaces: readonly Workspace[]): Set<string> {
  const places = new Set<string>();
  for (const { storageAccount: account, artifactContainer, blobStores, fileShares } of workspaces) {
    for (const container of [artifactContainer, ...snapshotContainers]) {
      places.add(containerKey({ account, container }));
    }
    for (const name of builtIn) {
      const blobs = blobStores.get(name);
      const files = fileShares.get(name);
      if (blobs) places.add(containerKey(blobs));
      if (files) places.add(containerKey({ store: 'file', account: files.account, container: files.share }));
    }
  }
  return places;
}
