import type { Gap } from '../../resources/resource-type';
import type { PlannedStorage } from '../plan/plan';
import type { ShardRef } from '../../storage/documents';
import type { RequestState } from '../states';
import type { Tally } from './tally';

/** The document that says what was done and what wasn't. docs/certificate.md describes every field. */
export interface Certificate {
  certificateVersion: 2;
  /** 1 for the first one, issued when the request ended; 2 for the final one, which links to it. */
  issue: 1 | 2;
  /**
   * For erasures. `inaccessible`: nobody can read what was erased, but some of it can be restored until
   * `irrecoverableOn`, or Azure still carries something out. `irrecoverable`: neither is left of what was erased.
   */
  stage?: 'inaccessible' | 'irrecoverable';
  /** The day after which nothing that was erased can be restored, RFC 3339; while the stage is `inaccessible`. */
  irrecoverableOn?: string;
  /** The certificate that this one follows. */
  previous?: { sha256: string; issuedAt: string };
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
  /** The storage accounts, what they are set to, and what that means for what was erased. */
  storage: PlannedStorage[];
  /** Models that were trained on what was erased, and the deployments that serve them: work for somebody. */
  lineage: CertifiedLineage[];
  /** Every outcome shard, so that each line can be checked against its hash. */
  outcomeShards: ShardRef[];
  /** The Merkle tree (RFC 6962) over all lines of the outcome shards, in their order. */
  outcomeTree?: { algorithm: 'RFC 6962, SHA-256'; leaves: number; root: string };
  package?: { files: number; bytes: number; manifestSha256: string };
  software: { name: string; version: string };
  /** JWS over the canonical form of everything else (detached payload, RFC 7515 appendix F); absent if unsigned. */
  signature?: { jws: string; kid: string };
}

/** A model trained on erased data. Names are clear where it is still there; marks (HMACs) stand for what is gone. */
export interface CertifiedLineage {
  model: { mark: string; name?: string; version?: string; workspace: string };
  /** Marks of the jobs and of the erased items whose bytes they read. */
  jobs: string[];
  reads: string[];
  /** ARM ids below the workspace of the deployments that serve it. */
  deployments: string[];
  /** Whether the model itself was erased. */
  erased: boolean;
}
