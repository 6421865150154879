import { restorableUntil } from '../../storage/copies';
import { containerKey } from '../../storage/uri';
import type { Gap } from '../gap';
import { placesOf, type Workspace } from '../workspace';
import type { DeletedPlaces } from './deleted-places';

/** Name of the share of notebooks in every workspace (Azure docs: prompt flow FAQ). */
const notebookShare = 'code-391ff5ac-6576-460f-ba4d-7e03433c68b6';

/**
 * Gaps for soft-deleted containers and shares that some workspaces used: nobody can read what is in them, and it comes
 * back if somebody restores them. Others are no business of these workspaces. Each is told once, with the first
 * workspace that used it; `at` is when the listing was made. `accounts` are those that were looked at.
 */
export function deletedGaps(
  workspaces: readonly Workspace[],
  looked: readonly { account: string; services: readonly DeletedPlaces[] }[],
  at: Date,
): Gap[] {
  const users = new Map<string, Workspace>();
  for (const workspace of workspaces) {
    for (const place of usedBy(workspace)) if (!users.has(place)) users.set(place, workspace);
  }
  const gaps: Gap[] = [];
  for (const { account, services } of looked) {
    for (const { store, places, refusal } of services) {
      const type = store === 'blob' ? 'container' : 'fileShare';
      if (refusal) {
        const workspace = workspaces.find(({ storageAccount }) => storageAccount === account)?.id;
        const what = store === 'blob' ? 'deleted containers' : 'deleted shares';
        gaps.push({ code: 'storage_unreadable', type, workspace, detail: `${what} of ${account}: ${refusal}` });
      }
      for (const place of places) {
        const workspace = users.get(containerKey(place))?.id;
        const detail = `${account}/${place.container}, until ${restorableUntil(place, at.getTime()).slice(0, 10)}`;
        if (workspace) gaps.push({ code: 'deleted_container', type, workspace, detail });
      }
    }
  }
  return gaps;
}

/**
 * The containers and shares that a workspace uses, and those that the service makes for it under names of its own:
 * a deleted datastore, or one that leads elsewhere by now, doesn't name them any more.
 */
function usedBy(workspace: Workspace): Set<string> {
  const { storageAccount: account, guid } = workspace;
  const own = guid ? [`azureml-blobstore-${guid}`, `${guid}-azureml-blobstore`, `${guid}-azureml`] : [];
  const shares = guid ? [`azureml-filestore-${guid}`, `${guid}-code`] : [];
  return new Set([
    ...placesOf(workspace),
    ...['azureml', ...own].map((container) => containerKey({ account, container })),
    ...[notebookShare, ...shares].map((container) => containerKey({ store: 'file', account, container })),
  ]);
}
