import type { Arm } from '../azure/arm';
import { asAzureError } from '../azure/azure-error';
import { isUnknownKind } from '../azure/unknown-kind';
import { concurrently } from '../storage/concurrently';
import type { Gap, ListContext } from './resource-type';
import { unknownPlaces } from './ownership/unknown-places';
import type { Workspace } from './workspace';

interface UnhandledKind {
  path: string;
  apiVersion?: string;
}

/**
 * Kinds of things that a workspace can hold and that no resource type handles: path below the workspace, and the
 * api-version where the SDK's own doesn't know them.
 */
const unhandledKinds: readonly UnhandledKind[] = [
  { path: 'outboundRules', apiVersion: '2024-04-01' },
  { path: 'marketplaceSubscriptions', apiVersion: '2024-04-01' },
  { path: 'inferencePools', apiVersion: '2025-12-01' },
];

/** Names what exists in a workspace, or in its storage, and is not handled: the request can't end `completed`. */
export async function findUnhandled(context: Pick<ListContext, 'arm' | 'workspace' | 'scope'>): Promise<Gap[]> {
  const kinds = await concurrently(unhandledKinds, 4, (kind) => probe(context.arm, context.workspace, kind));
  return [...kinds.flat(), ...(await unknownPlaces(context))];
}

async function probe(arm: Arm, workspace: Workspace, { path, apiVersion }: UnhandledKind): Promise<Gap[]> {
  const at = { type: path, workspace: workspace.id };
  try {
    // One is enough to know.
    for await (const _body of arm.list(`${workspace.id}/${path}`, apiVersion)) {
      return [{ code: 'not_handled', ...at, detail: 'at least 1' }];
    }
    return [];
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    if (isUnknownKind(error)) return [];
    return [{ code: 'unreadable', ...at, detail: error.code }];
  }
}
