import type { Arm, Json } from '../azure/arm';
import type { RunHistory } from '../azure/run-history';
import type { Gap } from './gap';
import type { Outcome } from '../requests/outcomes';
import type { ByteRange } from '../storage/uri';
import type { Actor } from '../subjects/match';
import type { Workspace } from './workspace';

export type { Gap } from './gap';

/** Something that a listing found, before anybody asked whether it belongs to the request. */
export interface Found {
  /** ARM id, or for what ARM doesn't know an id that looks like one. Unique within a request. */
  id: string;
  name: string;
  actors: Actor[];
  /** RFC 3339. */
  createdAt?: string;
  lastModifiedAt?: string;
  tags?: Readonly<Record<string, string>>;
  experiment?: string;
  /** Names of the jobs that made it: evidence by lineage. */
  madeBy?: string[];
  /** Ids of which this is a part (the jobs above a child job): erasing those may take it along. */
  partOf?: string[];
  /** It was found below something selected, and goes with it, whoever made it. */
  follows?: boolean;
  /** The bytes it owns. */
  ranges: ByteRange[];
  /**
   * It lies in a place that every workspace on the account uses, and nothing says whose it is but its name: then a
   * workspace outside the request that uses the same container or share may own it as well.
   */
  common?: boolean;
  /** Name of an ARM lock that forbids erasing it. */
  lock?: string;
  /** It is about whoever the request names, and nobody else: what is asked for by the request's own identifiers. */
  forSubject?: boolean;
  /** A job that still runs may go on writing: its ranges are planned as prefixes. */
  live?: boolean;
  /** Items of one type are erased rank by rank, lowest first: versions before their container. 0 unless told. */
  rank?: number;
  /** Ranges that must be empty before the record may be erased, because the service may erase them with it. */
  guards?: ByteRange[];
  /** Ids of what uses it now, such as the endpoint that serves a model; its own id when it is in use by itself. */
  usedBy?: string[];
  /** Bytes that it names and that lie outside what the request may touch (URI without its query). */
  elsewhere?: { uri: string; reason: string }[];
  /** Small facts that erasing needs later. */
  detail?: Readonly<Record<string, string>>;
}

/** What a listing may use. */
export interface ListContext {
  workspace: Workspace;
  arm: Arm;
  /** Undefined when run history can't be reached: a gap that was already noted. */
  runHistory?: RunHistory;
  /** ARM ids of all workspaces of the request: what several of them use is looked at in all their subscriptions. */
  scope: readonly string[];
  /** Whether the request asks for this, as far as one can tell now. Lets a listing spare look-ups for the rest. */
  selects: (found: Found) => boolean;
}

/** One page of a listing. */
export interface FoundPage {
  found: Found[];
  gaps?: Gap[];
  /** Where to go on, also after a restart; undefined on the last page. */
  next?: string;
}

/** The end of a step. `until`: `soft_deleted` can be restored, `blocked` is held until then; RFC 3339. */
export interface StepDone {
  state: 'done';
  outcome: Outcome;
  reason?: string;
  until?: string;
}

/** What a step did: finished with an outcome, or to be asked again after some seconds. */
export type Step =
  | StepDone
  /** `fault`: the code of a failure that time may heal. */
  | { state: 'waiting'; operation?: string; retryAfterSeconds?: number; fault?: string };

/** An item of the plan, as far as erasing needs it. */
export interface Target {
  id: string;
  name: string;
  createdAt?: string;
  lastModifiedAt?: string;
  guards?: ByteRange[];
  detail?: Readonly<Record<string, string>>;
  /** Whether the approval names an item that is in use, so that it may be taken out of use. */
  inUseAccepted: boolean;
}

/** What erasing may use. `arm` carries the eraser's identity, `reader` the reader's. */
export interface EraseContext {
  workspace: Workspace;
  arm: Arm;
  reader: Arm;
  runHistory?: RunHistory;
  /** Where an earlier step of this item left off: its long-running operation. */
  operation?: string;
  /** Whether an intent of this request is on record for the item, or for what it is a part of: "gone" is our doing. */
  intended: boolean;
  /** Whether this request changed the record itself (cancelled, disabled): then a newer date is no drift. */
  touched: boolean;
  /** Writes the intent to change the record. Must come before the call that changes it. */
  intend: () => Promise<void>;
  /** Whether nothing is left below these ranges. */
  isEmpty: (ranges: readonly ByteRange[]) => Promise<boolean>;
  /** The request as a whole, for what may go only when all that is in it has gone. */
  request: RequestView;
  /** Notes an operation that Azure carries out in its own time, after the request has ended; promised by `dueBy`. */
  followUp: (operation: string, dueBy: string) => Promise<void>;
}

/** What erasing may ask about the request as a whole. */
export interface RequestView {
  /** ARM ids of all workspaces of the request. */
  scope: readonly string[];
  /** Whether the package must hold whatever is erased. */
  exports: boolean;
  /** The object ids, UPNs and e-mail addresses of the request's subject. Personal data: for Azure's ears only. */
  identifiers: readonly string[];
  /**
   * Why a workspace must not go yet: `contents_kept` when something planned in it was not erased, `new_since_plan` when
   * it holds what the plan lacks, `contents_unknown` when that can't be looked at. Undefined when it may go.
   */
  contentsKept: (workspace: Workspace) => Promise<string | undefined>;
}

/** What looking for use may ask about the request, while it erases. */
export interface UseView {
  /** ARM ids of all workspaces of the request. */
  scope: readonly string[];
  /** Whether this request ever began to erase the record of this id: what is left of it then needs nothing. */
  begun: (id: string) => Promise<boolean>;
}

/** What reading records may use. */
export interface RecordContext {
  workspace: Workspace;
  arm: Arm;
  runHistory?: RunHistory;
}

/** One raw record of an item, for the package. */
export interface ExportedRecord {
  /** Where it comes from: `arm`, `run-history`. */
  source: string;
  body: Json;
}

/** Something for the package that is neither a record nor stored bytes. */
export interface ExportedFile {
  folder: 'metrics' | 'logs';
  /** File name with its ending. */
  name: string;
  content: AsyncIterable<Uint8Array>;
}

/** What the program knows about one kind of resource. A new kind is one file with this, and one line in the registry. */
export interface ResourceType {
  /** In the user's words: `onlineEndpoint`. */
  name: string;
  /** The api-version of its records in ARM, where the SDK's own doesn't know the kind. */
  apiVersion?: string;
  /** Plural, for a heading that anybody understands: `Online endpoints`. */
  title: string;
  /** One line for a reader who knows Azure ML. */
  summary: string;
  /**
   * How the service says whose it is: object id and UPN, object id only, only a display name (and lineage), only an
   * alias, or not at all.
   */
  namesPeopleBy: 'identity' | 'object id' | 'display name' | 'alias' | 'nothing';
  /** Which bytes it owns, in words; without it, none. */
  bytes?: string;
  /** How its absence is proven, in words, where asking for its record and listing its bytes is not the whole way. */
  proof?: string;
  /** Whether the service may delete the bytes along with the record: then shared bytes keep the record too. */
  recordMayTakeBytes: boolean;
  /** How its records are erased; `none`: it is listed and exported, and stays. */
  erasure: 'delete' | 'archive' | 'bytes only' | 'none';
  /** The field of the scope that must be set before it is listed at all. */
  needs?: 'includeWorkspace' | 'includeDependents';
  /** Why there is nothing of it in a package, where that can't be: the reason of its outcome. */
  notExported?: string;
  /** What the platform keeps after all of it, in words for the certificate. */
  residue: readonly string[];
  /**
   * RBAC actions; those of another provider in full, the others less `Microsoft.MachineLearningServices/workspaces/`.
   * `data`: data actions on storage and registries, in full. Only what Azure lists: a custom role with anything else is
   * refused as a whole. What all types need stands in `permissions.ts`.
   */
  permissions: {
    read: readonly string[];
    erase: readonly string[];
    data?: { read: readonly string[]; erase: readonly string[] };
  };
  /** Lists one page. Throws when it can't: the caller makes a gap of it. */
  list(context: ListContext, next?: string): Promise<FoundPage>;
  /** The raw records of an item, as the service gives them. */
  records(context: RecordContext, target: Target): AsyncIterable<ExportedRecord>;
  /** Things for the package that are neither records nor stored bytes: logs, metrics. */
  files?(context: RecordContext, target: Target): AsyncIterable<ExportedFile>;
  /** Brings it to rest before anything is exported or erased: cancel, disable. Called until it is done. */
  quiesce?(context: EraseContext, target: Target): Promise<Step>;
  /** Ids (lower case) of what is in use at this moment, looked up right before bytes are erased. */
  inUse?(arm: Arm, workspace: Workspace, request: UseView): Promise<ReadonlySet<string>>;
  /** Which of the items (ids) have a record that is not as erased as the platform allows; unless told, any record. */
  present?(context: RecordContext, targets: readonly Target[]): Promise<ReadonlySet<string>>;
  /**
   * What became of a record since it was `soft_deleted` (RFC 3339): that still, with the present date, `deleted`, or
   * `failed` because somebody has restored it. Throws AzureError.
   */
  restorable?(arm: Arm, target: Target, erasedAt: string): Promise<Omit<StepDone, 'state'>>;
  /** How an operation goes that was noted by `followUp`; `unknown` when Azure doesn't know it. Throws AzureError. */
  pendingState?(
    arm: Arm,
    detail: Readonly<Record<string, string>>,
    operation: string,
  ): Promise<'pending' | 'done' | 'unknown'>;
  /** Erases the record, after its bytes. Called until it is done; must be safe to call again at any time. */
  erase(context: EraseContext, target: Target): Promise<Step>;
}
