import { DEFAULT_SUBSCRIPTION } from '../seed/defaults';

/** A subscription whose resources nobody may list. */
export const PARTNER_SUBSCRIPTION = '5ab50000-0000-4000-8000-000000000002';

/** Resource groups: hub, projects and the others each have their own. */
export const GROUPS = {
  hub: 'fabrikam-hub',
  projects: 'fabrikam-projects',
  legacy: 'fabrikam-legacy',
  frozen: 'fabrikam-frozen',
  closed: 'fabrikam-closed',
  partner: 'fabrikam-partner',
} as const;

/** Ids of the workspaces that own containers by their id. */
export const VISION_ID = 'fab00000-0000-4000-8000-0000000000a1';
export const SPEECH_ID = 'fab00000-0000-4000-8000-0000000000a2';
export const LEGACY_ID = 'fab00000-0000-4000-8000-0000000000a3';

/** The ARM id of a resource group in the subscription that may be listed. */
export function groupId(group: keyof typeof GROUPS): string {
  return `/subscriptions/${DEFAULT_SUBSCRIPTION}/resourceGroups/${GROUPS[group]}`;
}

/** An image that Azure ML built in the hub's registry. */
export function image(digit: string): string {
  return `fabregistry.azurecr.io/azureml/azureml_${digit.repeat(32)}`;
}
