import { childId } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { Trail } from '../../azure/trail';
import { walkAssets } from '../listing/asset-walk';
import { isEnded } from '../listing/job-walk';
import { objectAt, textAt } from '../json';
import type { ListContext } from '../resource-type';
import type { Workspace } from '../workspace';

/** Assets whose versions can name a datastore. */
const assetKinds = ['models', 'data', 'codes', 'components', 'environments'] as const;

/**
 * Ids of what needs a datastore to stay, by its name in lower case: assets that name it in a URI, archived ones too
 * unless `activeOnly`, schedules, and jobs that have not ended. The record of an ended job names it only as history.
 */
export async function datastoreUsers(
  arm: Arm,
  workspace: Workspace,
  { activeOnly }: { activeOnly: boolean },
): Promise<Map<string, string[]>> {
  const users = new Map<string, string[]>();
  for await (const { id, body } of possibleUsers(arm, workspace)) {
    const { isArchived, status } = objectAt(body, 'properties');
    if ((activeOnly && isArchived === true) || (typeof status === 'string' && isEnded(status))) continue;
    for (const name of datastoresIn(body, workspace.name)) users.set(name, [...(users.get(name) ?? []), id]);
  }
  return users;
}

async function* possibleUsers(arm: Arm, workspace: Workspace): AsyncGenerator<{ id: string; body: Json }> {
  const context: Pick<ListContext, 'arm' | 'workspace'> = { arm, workspace };
  for (const kind of assetKinds) {
    let next: string | undefined;
    const trail = new Trail();
    do {
      const page = await walkAssets(context, kind, next);
      yield* page.entries;
      next = trail.follow(page.next);
    } while (next !== undefined);
  }
  for (const kind of ['schedules', 'jobs']) {
    for await (const body of arm.list(`${workspace.id}/${kind}?listViewType=All`)) {
      yield { id: childId(workspace.id, kind, textAt(body, 'name') ?? ''), body };
    }
  }
}

/**
 * Names (lower case, each once) of the datastores of a workspace that any text of a record refers to: in
 * `azureml://datastores/…`, in the long form with subscription and workspace, or as an ARM id. Those of other
 * workspaces are left out.
 */
export function datastoresIn(record: unknown, workspaceName: string): string[] {
  const found = new Set<string>();
  for (const text of textsOf(record)) {
    for (const [, workspace, name] of text.matchAll(/(?:workspaces\/([^/\s]+)\/)?datastores\/([^/?#\s]+)/gi)) {
      const own = workspace === undefined || workspace.toLowerCase() === workspaceName.toLowerCase();
      if (own && name) found.add(name.toLowerCase());
    }
  }
  return [...found];
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsOf);
}
