import type { Gap } from '../../resources/resource-type';
import type { ShardRef } from '../../storage/documents';
import type { RequestState } from '../states';
import type { Tally } from './tally';

/** The document that says what was done and what wasn't. docs/certificate.md describes every field. */
export interface Certificate {
  certificateVersion: 1;
  requestId: string;
  state: RequestState;
  action: string;
  dryRun: boolean;
  ticket?: { system: string; id: string };
  reason?: string;
  /** What kinds of identifiers the request named; never their values. */
  subject?: { identityTypes: string[] };
  scope: {
    /** The workspaces that were looked into: all that the named subscriptions and resource groups hold. */
    workspaces: string[];
    resourceTypes: string[];
    filter?: unknown;
    everything: boolean;
    includeWorkspace: boolean;
    includeDependents: boolean;
  };
  submitter: { channel: string; principalId?: string; name?: string };
  approver?: { id: string; name?: string; at: string; exclude: number; acceptWeak: boolean; acceptInUse: number };
  receivedAt: string;
  timeline: Partial<Record<RequestState, string>>;
  issuedAt: string;
  contentHash: string;
  planHash?: string;
  decisionHash?: string;
  planned?: { items: number; blobs: number; bytes: number };
  results: Tally;
  /** What could not be listed, read or handled. With gaps the state is never `completed`. */
  gaps: Gap[];
  /** What exists and names nobody, so that nobody can say whether it is the subject's. */
  notices: Gap[];
  /** What the platform keeps by its nature, for the types that were worked on. */
  residue: { type: string; text: string }[];
  /** What the request may mean and this program can never reach. */
  outOfReach: string[];
  /** Every outcome shard, so that each line can be checked against its hash. */
  outcomeShards: ShardRef[];
  package?: { files: number; bytes: number; manifestSha256: string };
  software: { name: string; version: string };
}
