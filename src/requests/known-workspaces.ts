import type { Arm } from '../azure/arm';
import { readWorkspace, type Workspace } from '../resources/workspace';
import { concurrently } from '../storage/concurrently';
import { Documents } from '../storage/documents';
import { refOf } from './keys';

const documents = new Documents();
const nameOf = (key: string, id: string) => `requests/${key}/workspaces/${refOf(id)}.json`;

/** What this process has written: every listing asks for it, and once is enough. */
const written = new Set<string>();

/** A workspace as JSON keeps it. */
type Stored = Omit<Workspace, 'blobStores' | 'fileShares'> & {
  blobStores: [string, { account: string; container: string }][];
  fileShares: [string, { account: string; share: string }][];
};

/** Writes down what a workspace is like before anything is erased: a request may delete it and still has to verify. */
export async function rememberWorkspace(key: string, workspace: Workspace): Promise<void> {
  if (written.has(nameOf(key, workspace.id))) return;
  const stored: Stored = {
    ...workspace,
    blobStores: [...workspace.blobStores],
    fileShares: [...workspace.fileShares],
  };
  await documents.create(nameOf(key, workspace.id), stored);
  if (written.size > 1_000) written.clear();
  written.add(nameOf(key, workspace.id));
}

/** The workspace as it is now, or with `gone` as it was when the request first saw it; undefined if it never did. */
export async function workspaceOf(key: string, arm: Arm, id: string): Promise<Workspace | undefined> {
  const live = await readWorkspace(arm, id);
  if (live) return live;
  const known = await knownWorkspace(key, id);
  return known && { ...known, gone: true };
}

/** Those of some workspaces that the request could read, as they were when it first saw them. */
export async function knownWorkspaces(key: string, ids: readonly string[]): Promise<Workspace[]> {
  const known = await concurrently(ids, 4, (id) => knownWorkspace(key, id));
  return known.filter((workspace) => workspace !== undefined);
}

async function knownWorkspace(key: string, id: string): Promise<Workspace | undefined> {
  const stored = (await documents.read<Stored>(nameOf(key, id)))?.value;
  if (!stored) return undefined;
  return { ...stored, blobStores: new Map(stored.blobStores), fileShares: new Map(stored.fileShares) };
}
