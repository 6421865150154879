import {
  erasingRights,
  permanentRights,
  readingRights,
  subscriptionRights,
  type Rights,
} from '../../src/resources/permissions';
import { resourceTypes } from '../../src/resources/registry';
import type { ResourceType } from '../../src/resources/resource-type';

/** A custom role as infra/custom-roles.json holds it and Bicep defines it. */
export interface CustomRole {
  /** Bicep adds a suffix, because names are unique in a tenant. */
  name: string;
  description: string;
  /** The identity that is granted it. */
  identity: 'reader' | 'eraser';
  /** Granted on subscriptions; the others on resources and their groups. */
  ofSubscription: boolean;
  actions: string[];
  /** Never granted, also when a deployment adds a wildcard to the actions. */
  notActions: string[];
  dataActions: string[];
}

const workspaces = 'Microsoft.MachineLearningServices/workspaces/';
/**
 * What the reading identity also asks and Azure listed no actions for when the table was made. A custom role with an
 * action that Azure doesn't list is refused as a whole; a deployment adds them once Azure does (`moreReadActions`).
 */
export const unlistedReads = [`${workspaces}outboundRules/read`, `${workspaces}inferencePools/read`];
/** Secrets that Azure hands out for a `read`. */
const secretReads = ['listNotebookAccessToken/read', 'listNotebookKeys/read', 'metadata/secrets/read'];
/** Asked of subscriptions and locations, where a right on a resource or its group is none. */
const ofSubscription = /^Microsoft\.(KeyVault\/(locations|deletedVaults)|Resources\/subscriptions)\//i;

/** The custom roles, by the key that Bicep uses, from what the types and the code around them declare. */
export function customRoles(): Record<string, CustomRole> {
  const removable = resourceTypes.filter((type) => type.needs && type.name !== 'telemetry');
  const contents = resourceTypes.filter((type) => !type.needs);
  const telemetry = resourceTypes.filter(({ name }) => name === 'telemetry');
  const removing = rightsOf(removable, 'erase');
  return {
    reader: role('reader', 'reader', 'Lists and exports what workspaces hold, and changes nothing.', [
      readingRights,
      within(rightsOf(resourceTypes, 'read'), false),
    ]),
    subscriptionReader: role(
      'subscription reader',
      'reader',
      'Lists workspaces and accounts of a subscription, to know who else owns bytes, and deleted key vaults.',
      [subscriptionRights, within(rightsOf(resourceTypes, 'read'), true)],
      true,
    ),
    eraser: role('eraser', 'eraser', 'Erases what is in workspaces, with their bytes, and neither them nor accounts.', [
      erasingRights,
      rightsOf(contents, 'erase'),
    ]),
    permanentEraser: role(
      'permanent eraser',
      'eraser',
      'Deletes soft-deleted versions and snapshots of blobs for good, for requests with erasure.permanently.',
      [permanentRights],
    ),
    telemetryPurger: role(
      'telemetry purger',
      'eraser',
      'Purges rows about a person from Application Insights and Log Analytics, for requests with includeDependents.',
      [rightsOf(telemetry, 'erase')],
    ),
    workspaceRemover: role(
      'workspace remover',
      'eraser',
      'Deletes whole workspaces, and accounts, vaults, registries and logs that only they use, for requests with includeWorkspace or includeDependents.',
      [within(removing, false)],
    ),
    vaultPurger: role(
      'vault purger',
      'eraser',
      'Purges key vaults that were deleted with their workspace: Azure grants that for a subscription only.',
      [within(removing, true)],
      true,
    ),
  };
}

/** infra/custom-roles.json. */
export function customRolesJson(): string {
  return JSON.stringify(customRoles());
}

function role(
  name: string,
  identity: CustomRole['identity'],
  description: string,
  rights: Rights[],
  ofSubscription = false,
): CustomRole {
  const all = (list: readonly (readonly string[])[]) => [...new Set(list.flat())].sort();
  return {
    name: `Data requests ${name}`,
    description,
    identity,
    ofSubscription,
    actions: all(rights.map(({ actions }) => actions)),
    notActions: name === 'reader' ? secretReads.map((action) => workspaces + action) : [],
    dataActions: all(rights.map(({ dataActions }) => dataActions)),
  };
}

function rightsOf(types: readonly ResourceType[], kind: 'read' | 'erase'): Rights {
  const full = (action: string) => (action.startsWith('Microsoft.') ? action : workspaces + action);
  return {
    actions: types.flatMap(({ permissions }) => permissions[kind].map(full)),
    dataActions: types.flatMap(({ permissions }) => permissions.data?.[kind] ?? []),
  };
}

/** The part of some rights that only a grant on a subscription gives, or the rest. */
function within({ actions, dataActions }: Rights, subscription: boolean): Rights {
  const chosen = (list: readonly string[]) => list.filter((action) => ofSubscription.test(action) === subscription);
  return { actions: chosen(actions), dataActions: chosen(dataActions) };
}
