import type { ArmCall } from './arm/arm-type';
import { OWNER, type Grants, type Settings } from './settings';

const storage = 'Microsoft.Storage/storageAccounts';
const workspaces = 'Microsoft.MachineLearningServices/workspaces';
/**
 * Whether a role that may see a resource may also ask how an operation on it goes: Azure lists actions for it at the
 * location, that is the subscription; no source says whether they are checked.
 */
const polls = /\/locations\/(\w*operations?(results|status(es)?))$/i;

/** What the identity with this object id may do; undefined for whom no call is checked. */
export function grantsOf(objectId: string, { grants, identities }: Settings): Grants | undefined {
  if (!grants || objectId === OWNER.objectId) return undefined;
  // One identity may have both roles.
  const roles = (['reader', 'eraser'] as const).filter((role) => identities[role].objectId === objectId);
  const own = roles.map((role) => grants[role]);
  return {
    actions: own.flatMap(({ actions, subscriptionActions }) => [...actions, ...subscriptionActions]),
    dataActions: own.flatMap(({ dataActions }) => dataActions),
    subscriptionActions: own.flatMap(({ subscriptionActions }) => subscriptionActions),
  };
}

/** Whether rights hold an action; Azure takes no notice of case. */
export function holds(names: readonly string[], action: string): boolean {
  return names.some((name) => name.toLowerCase() === action.toLowerCase());
}

/**
 * The action that Resource Manager checks for a call: the types of its path and a verb (Azure docs: control plane
 * operations). Undefined for a look at a long-running operation.
 */
export function armAction({ method, path }: Pick<ArmCall, 'method' | 'path'>): string | undefined {
  const { namespace, types, rest } = path;
  if (namespace === undefined) return `Microsoft.Resources/subscriptions/${rest[0] ?? ''}/read`;
  if (types.length === 0) return 'Microsoft.Resources/subscriptions/providers/read';
  const type = `${namespace}/${types.join('/')}`
    // Azure lists no actions for versions of these, nor one to delete the name of an environment.
    .replace(/\/(featuresets|featurestoreentities)\/versions$/i, '/$1')
    .replace(/\/environments$/i, method === 'DELETE' ? '/environments/versions' : '/environments');
  if (polls.test(type)) return undefined;
  const verbs: Record<string, string> = { GET: 'read', POST: 'action', DELETE: 'delete' };
  return `${type}/${verbs[method] ?? 'write'}`;
}

/** The action that run history and MLflow check; below the workspace. Of their paths no source names the actions. */
export function historyAction(method: string, below: string): string {
  const runs = /(^|\/)runs([/:]|$)|^metrics\//.test(below);
  return `${workspaces}/experiments/${runs ? 'runs/' : ''}${method === 'DELETE' ? 'delete' : 'read'}`;
}

/** Whether a call of the file service is granted (Azure docs: access to Azure Files with OAuth over REST). */
export function grantsFiles(
  { actions, dataActions }: Pick<Grants, 'actions' | 'dataActions'>,
  method: string,
  aboutShare: boolean,
): boolean {
  const reads = method === 'GET' || method === 'HEAD';
  if (aboutShare) return holds(actions, `${storage}/fileServices/shares/${reads ? 'read' : 'write'}`);
  const verb = reads ? 'read' : method === 'DELETE' ? 'delete' : 'write';
  return (
    holds(dataActions, `${storage}/fileServices/fileshares/files/${verb}`) &&
    holds(dataActions, `${storage}/fileServices/${reads ? 'read' : 'write'}FileBackupSemantics/action`)
  );
}

/** The action that a registry checks for the scope of a token (Azure docs: ACR roles and permissions). */
export function registryAction(scope: string): string {
  const registry = 'Microsoft.ContainerRegistry/registries';
  if (scope.endsWith(':delete')) return `${registry}/artifacts/delete`;
  return scope.endsWith(':metadata_read') ? `${registry}/metadata/read` : `${registry}/pull/read`;
}
