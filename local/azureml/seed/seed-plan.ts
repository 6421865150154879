import type { ResourceRecord } from '../records';
import type { Settings } from '../settings';
import type { People } from './people';
import type { SeedBlob, SeedShare, SeedWorkspace } from './seed-file';

/** What a seed comes to: records for the state, blobs and containers for the storage. */
export interface SeedPlan {
  settings: Settings;
  records: ResourceRecord[];
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
