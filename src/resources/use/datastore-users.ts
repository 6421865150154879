import type { Gap, ListContext } from '../resource-type';
import { unlisted, workspacesOn } from '../ownership/neighbours';
import { keepersOf, type Workspace } from '../workspace';
import { namedIn } from './named';
import { standing, type Standing, type StandingKind } from './standing';

/** What can name a datastore: assets, the model of a batch deployment by its place, schedules and jobs by their inputs. */
const kinds: readonly StandingKind[] = [
  ...(['models', 'data', 'codes', 'components', 'environments', 'featuresets'] as const),
  ...(['deployments', 'schedules', 'jobs'] as const),
];

/** Who needs some datastores. */
export interface DatastoreUsers {
  /** ARM ids by the name of a datastore in lower case; `unknown` where somebody who could not be listed may need it. */
  users: Map<string, string[]>;
  gaps: Gap[];
}

/**
 * Who needs some datastores (names in lower case) of a workspace to stay: in it and in the other workspaces on its storage
 * accounts and registry, which can name it in the long form of a URI. For a plan everybody is needed, because some of them
 * may be in it. `isUser` decides which records count, where that is known: then one user of each is enough.
 */
export async function datastoreUsers(
  { arm, workspace, scope }: Pick<ListContext, 'arm' | 'workspace' | 'scope'>,
  names: ReadonlySet<string>,
  isUser?: (record: Standing) => Promise<boolean>,
): Promise<DatastoreUsers> {
  const users = new Map<string, string[]>();
  const gaps: Gap[] = [];
  const open = new Set(names);
  const note = (name: string, user: string) => {
    users.set(name, [...(users.get(name) ?? []), user]);
    if (isUser) open.delete(name);
  };
  const look = async (within: Workspace) => {
    for await (const record of standing(arm, within, kinds)) {
      const named = namedIn(record.body, 'datastores', { of: workspace, within }).filter((name) => open.has(name));
      if (named.length > 0 && (!isUser || (await isUser(record)))) for (const name of named) note(name, record.id);
      if (open.size === 0) return;
    }
  };

  await look(workspace);
  if (open.size === 0) return { users, gaps };
  const near = keepersOf(workspace);
  const unknown = (gap: Gap, keepers?: ReadonlySet<string>) => {
    // What keeps its things elsewhere is not looked into either.
    if (keepers && ![...keepers].some((keeper) => near.has(keeper))) return;
    gaps.push({ ...gap, code: 'references_unknown', type: 'datastore' });
    for (const name of [...open]) note(name, 'unknown');
  };
  for (const neighbour of await workspacesOn(arm, [workspace.id, ...scope], near, unknown)) {
    if (open.size === 0) break;
    if (neighbour.id.toLowerCase() === workspace.id.toLowerCase()) continue;
    try {
      await look(neighbour);
    } catch (thrown) {
      unknown(unlisted(neighbour.id, thrown), keepersOf(neighbour));
    }
  }
  return { users, gaps };
}
