import { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import { textAt } from '../resources/json';
import type { Gap } from '../resources/resource-type';
import { Documents } from '../storage/documents';
import { loadRequest } from './request-store';

/** The workspaces that a request's scope comes to, and what could not be looked into. Never changes once written. */
export interface ResolvedScope {
  /** ARM ids, each once. */
  workspaces: string[];
  gaps: Gap[];
}

const documents = new Documents();
const scopeName = (key: string) => `requests/${key}/scope.json`;

/** Whether this names a workspace, and not a subscription or resource group whose workspaces are to be found. */
const isWorkspace = (id: string) => /\/workspaces\/[^/]+$/i.test(id);

/** The scope of a request, as it was resolved when its inventory began. */
export function loadScope(key: string): Promise<ResolvedScope> {
  return documents.needFixed<ResolvedScope>(scopeName(key));
}

/**
 * Finds the workspaces that a request means: those it names, and those in the subscriptions and resource groups that it
 * names. Found once: a workspace that is made later is not in the scope.
 */
export async function resolveScope(key: string): Promise<ResolvedScope> {
  const { request } = await loadRequest(key);
  const arm = new Arm('reader');
  const found = new Map<string, string>();
  const gaps: Gap[] = [];
  for (const id of request.scope.workspaces) {
    if (isWorkspace(id)) {
      found.set(id.toLowerCase(), found.get(id.toLowerCase()) ?? id);
      continue;
    }
    try {
      for await (const body of arm.list(`${id}/providers/Microsoft.MachineLearningServices/workspaces`)) {
        const workspace = textAt(body, 'id');
        if (workspace) found.set(workspace.toLowerCase(), workspace);
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      const type = /\/resourceGroups\//i.test(id) ? 'resourceGroup' : 'subscription';
      gaps.push({ code: 'scope_unreadable', type, detail: `${id}: ${error.code}` });
    }
  }
  // Nothing looked into is nothing known, however well it was listed.
  if (found.size === 0 && gaps.length === 0) gaps.push({ code: 'workspace_not_found', type: 'workspace' });
  await documents.create(scopeName(key), { workspaces: [...found.values()], gaps });
  // A step that runs twice must go on with what the first one found.
  return loadScope(key);
}
