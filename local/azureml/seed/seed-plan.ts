import type { ResourceRecord } from '../records';
import type { Settings } from '../settings';
import type { People } from './people';
import type { SeedShare, SeedWorkspace } from './seed-file';
import type { SeedAccount, SeedBlob } from './seed-storage';

/** What a seed comes to: records for the state; accounts, containers and blobs for the storage. */
export interface SeedPlan {
  settings: Settings;
  records: ResourceRecord[];
  accounts: SeedAccount[];
  blobs: SeedBlob[];
  containers: { account: string; container: string }[];
  shares: SeedShare[];
}

/** What planning the contents of a workspace needs. */
export interface WorkspacePlan {
  scope: string;
  workspace: SeedWorkspace;
  account: string;
  blobContainer: string;
  artifactContainer: string;
  datastores: Map<string, { account: string; container: string }>;
  people: People;
  plan: SeedPlan;
}
