import type { JsonObject } from '../json';

/** Where a resource beside the workspaces lies. */
export interface SeedDependent {
  name: string;
  subscriptionId?: string;
  resourceGroup?: string;
  location?: string;
}

/** A key vault. */
export interface SeedKeyVault extends SeedDependent {
  purgeProtection?: boolean;
  softDeleteRetentionInDays?: number;
}

/** A container registry; a repository without manifests gets one. */
export interface SeedRegistry extends SeedDependent {
  repositories?: { name: string; manifests?: { tags?: string[]; size?: number }[] }[];
}

/** Rows of telemetry by table. */
export type SeedRows = Record<string, JsonObject[]>;

/** An Application Insights component; without `logAnalytics` it is a classic one. */
export interface SeedInsights extends SeedDependent {
  logAnalytics?: string;
  rows?: SeedRows;
}

/** A Log Analytics workspace. */
export interface SeedLogAnalytics extends SeedDependent {
  rows?: SeedRows;
  /** Tables that cannot be purged. */
  basicTables?: string[];
}
