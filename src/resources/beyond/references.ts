import { subscriptionOf } from '../../azure/arm-id';
import type { Arm, Json } from '../../azure/arm';
import { asAzureError } from '../../azure/azure-error';
import { apiVersionOf } from '../../azure/resource-manager';
import { objectAt, textAt } from '../json';
import type { Gap } from '../resource-type';
import { workspaceApiVersion } from '../workspace';

/** Who uses a resource, as far as can be seen. */
export interface Use {
  /** ARM ids; the resource's own id where it holds something that nobody asked to erase. */
  users: string[];
  /** Why it stays whatever an approver says. */
  never?: string;
  gaps: Gap[];
}

/** Where references are looked for: the resource that is referred to, and ids in the subscriptions that are listed. */
export interface Search {
  arm: Arm;
  id: string;
  near: readonly string[];
}

/** The properties by which a workspace names what it depends on; a project its hub. */
const dependencies = ['storageAccount', 'keyVault', 'containerRegistry', 'applicationInsights', 'hubResourceId'];

/** The workspaces that name a resource, projects that name it as their hub among them. */
export function workspacesNaming(search: Search): Promise<Use> {
  const type = 'Microsoft.MachineLearningServices/workspaces';
  return resourcesNaming(search, type, () => Promise.resolve(workspaceApiVersion), dependencies);
}

/** The Application Insights components that keep their rows in a Log Analytics workspace. */
export function componentsNaming(search: Search): Promise<Use> {
  const type = 'Microsoft.Insights/components';
  return resourcesNaming(search, type, (subscription) => apiVersionOf(type, subscription), ['WorkspaceResourceId']);
}

/** Which of some users still exist: lists go on showing for a while what was just deleted. */
export async function existing(arm: Arm, users: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of users) {
    const component = /\/providers\/Microsoft\.Insights\/components\//i.test(id);
    const version = component ? apiVersionOf('Microsoft.Insights/components', subscriptionOf(id)) : workspaceApiVersion;
    if (await arm.get(id, await version)) found.push(id);
  }
  return found;
}

/**
 * Lists a type in every subscription that may matter. Where a list is refused nobody can prove that nothing there needs
 * the resource, so it stays.
 */
async function resourcesNaming(
  { arm, id, near }: Search,
  type: string,
  versionIn: (subscription: string) => Promise<string>,
  properties: readonly string[],
): Promise<Use> {
  const use: Use = { users: [], gaps: [] };
  const names = (body: Json) =>
    properties.some((name) => textAt(objectAt(body, 'properties'), name)?.toLowerCase() === id.toLowerCase());
  for (const subscription of new Set([id, ...near].map((some) => subscriptionOf(some).toLowerCase()))) {
    try {
      const path = `/subscriptions/${subscription}/providers/${type}`;
      for await (const body of arm.list(path, await versionIn(subscription))) {
        const user = textAt(body, 'id');
        if (user && names(body)) use.users.push(user);
      }
    } catch (thrown) {
      const error = asAzureError(thrown);
      if (error.transient) throw error;
      use.never = 'exclusivity_unknown';
      use.gaps.push({ code: 'subscription_unreadable', type: 'workspace', detail: `${subscription}: ${error.code}` });
    }
  }
  return use;
}
