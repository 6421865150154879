import { randomUUID } from 'node:crypto';
import { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import type { InventoryPage, InventoryResult } from '../requests/plan/inventory';
import { loadRequest } from '../requests/request-store';
import { loadScope } from '../requests/scope';
import type { Gap } from '../resources/resource-type';
import { findUnhandled } from '../resources/unhandled';
import { readWorkspace } from '../resources/workspace';
import { Documents } from '../storage/documents';
import { enter } from '../turns/turn';

const documents = new Documents();

/** Looks for what a workspace holds beyond the handled types; returns an inventory page that holds only gaps. */
export async function probeUnhandled(input: {
  key: string;
  pass: string;
  workspace: number;
}): Promise<InventoryResult> {
  const { request } = await loadRequest(input.key);
  const { workspaces } = await loadScope(input.key);
  const id = workspaces[input.workspace] ?? '';
  enter([id]);
  // Whoever asks for certain types only doesn't ask for the others.
  const gaps = request.scope.resourceTypes ? [] : await gapsOf(id, workspaces, `${input.key} ${input.pass}`);
  const folder = `requests/${input.key}/${input.pass}/${input.workspace}-unhandled`;
  const nothing = await documents.writeLines(`${folder}-none`, []);
  const page: InventoryPage = { items: nothing, blobs: nothing, gaps };
  const name = `${folder}-page-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, page);
  return { page: name, done: true, selected: 0 };
}

async function gapsOf(id: string, scope: readonly string[], look: string): Promise<Gap[]> {
  const arm = new Arm('reader', look);
  try {
    const workspace = await readWorkspace(arm, id);
    // A missing or unreadable workspace is told by each type's listing.
    return workspace ? await findUnhandled({ arm, workspace, scope }) : [];
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    return [];
  }
}
