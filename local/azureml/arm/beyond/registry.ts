import { workspaces } from '../workspaces';
import { applicationInsights } from './application-insights';
import { containerRegistries } from './container-registry';
import { keyVaults } from './key-vault';
import { logAnalyticsWorkspaces } from './log-analytics';
import { storageAccounts } from './storage-account';
import type { TopLevelType } from './top-level-type';

/** Every resource type right below a resource group that the emulator knows. */
export const TOP_LEVEL_TYPES: readonly TopLevelType[] = [
  workspaces,
  storageAccounts,
  keyVaults,
  containerRegistries,
  applicationInsights,
  logAnalyticsWorkspaces,
];

const BY_ARM_TYPE = new Map(TOP_LEVEL_TYPES.map((type) => [type.armType.toLowerCase(), type]));
const BY_RECORDS = new Map(TOP_LEVEL_TYPES.map((type) => [type.records, type]));

/** The type of a full ARM type name, in any case. */
export function findTopLevelType(armType: string): TopLevelType | undefined {
  return BY_ARM_TYPE.get(armType.toLowerCase());
}

/** The type that records of this type in the state belong to. */
export function topLevelTypeOf(records: string): TopLevelType | undefined {
  return BY_RECORDS.get(records);
}
