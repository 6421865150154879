import type { ArmPath } from '../arm-path';
import type { EmulatorContext } from '../context';
import type { JsonObject } from '../json';
import type { ResourceRecord } from '../records';
import type { Principal } from '../tokens';

/** A call that passed authentication, throttling and the api-version check. */
export interface ArmCall {
  method: string;
  /** The path as it came, and taken apart. */
  pathname: string;
  path: ArmPath;
  /** The query as it came. */
  search: URLSearchParams;
  /** Query parameters; names in lower case, since Resource Manager reads them so. */
  query: Record<string, string | undefined>;
  body: JsonObject;
  principal: Principal;
  context: EmulatorContext;
}

/** What a handler answers. */
export interface ArmResponse {
  status: number;
  body?: JsonObject;
  headers?: Record<string, string>;
}

/** One resource type below a workspace: what differs from the general rules of Resource Manager. */
export interface ArmType {
  /** Type names below the workspace: `models` or `models/versions`. */
  path: string;
  /** Which records a list shows; the default shows all. */
  lists?: (record: ResourceRecord, call: ArmCall) => boolean;
  /** Whether ARM knows this record at all. */
  visible?: (record: ResourceRecord, context: EmulatorContext) => boolean;
  /** How DELETE goes: at once, as a long-running operation, or not at all. */
  deletion: 'sync' | 'operation' | 'unsupported';
  /** Headers of its long-running operations when the seed says `mixed`. */
  operationHeaders?: 'location' | 'asyncOperation' | 'both';
  /** Throws the refusal of a DELETE. */
  refuseDelete?: (record: ResourceRecord, call: ArmCall) => void;
  /** Answers a DELETE instead of the general rule, or returns undefined to go on. */
  answerDelete?: (record: ResourceRecord | undefined, call: ArmCall) => ArmResponse | undefined;
  /** Other records that go with this one. */
  deletedWith?: (record: ResourceRecord, context: EmulatorContext) => readonly ResourceRecord[];
  /** What else happens, before the record goes. */
  beforeDelete?: (record: ResourceRecord, context: EmulatorContext) => Promise<void> | void;
  /** The new body after a PUT; without it PUT is refused. `existing` is undefined for a new resource. */
  put?: (existing: ResourceRecord | undefined, call: ArmCall) => JsonObject;
  /** True when PUT of this type is a long-running operation. */
  putIsOperation?: boolean;
  /** Other records that a PUT makes or changes. */
  writtenWith?: (record: ResourceRecord, call: ArmCall) => readonly ResourceRecord[];
  /** POST actions by name in lower case. */
  actions?: Record<string, (record: ResourceRecord, call: ArmCall) => ArmResponse>;
}
