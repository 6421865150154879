import type BTree from 'sorted-btree';
import type { ContainerPolicy, StorageSettings } from './settings';

/** Headers that come back with a blob's content. */
export interface ContentHeaders {
  type: string;
  encoding?: string;
  language?: string;
  disposition?: string;
  cacheControl?: string;
}

/** A committed block of a blob. */
export interface Block {
  /** Base64. */
  id: string;
  content: Buffer;
}

/** Since when something is soft-deleted, and when it goes for good. Milliseconds since 1970. */
export interface Deletion {
  at: number;
  until: number;
}

/** One state of a blob: the current one, a version, a snapshot. Times are milliseconds since 1970. */
export interface Copy {
  content: Buffer;
  /** Without quotes. */
  etag: string;
  createdAt: number;
  modifiedAt: number;
  headers: ContentHeaders;
  /** Base64, where the service knows it. */
  md5?: string;
  metadata?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
  blocks?: readonly Block[];
  versionId?: string;
  snapshot?: string;
  deleted?: Deletion;
  /** Names one of several deleted paths of a name, on accounts with a hierarchical namespace. */
  deletionId?: string;
  immutable?: { until: number; locked: boolean };
  legalHold?: true;
  copied?: { id: string; source: string; at: number };
}

/** A lease of a blob or container. Times are milliseconds since 1970; without an end it is infinite. */
export interface Lease {
  id: string;
  /** Seconds; -1 is infinite. */
  duration: number;
  endsAt?: number;
  /** Set when it was broken: from then on it holds no more. */
  brokenAt?: number;
}

/** All that lies under one name. Lists are in the order of their ids and are replaced, never changed. */
export interface Named {
  readonly name: string;
  current?: Copy;
  /** Previous versions, soft-deleted ones among them. */
  versions: readonly Copy[];
  /** Snapshots, soft-deleted ones among them. */
  snapshots: readonly Copy[];
  /** What was current and is soft-deleted: one, or several with a hierarchical namespace. */
  gone: readonly Copy[];
  /** Blocks that were put and not committed, by id. */
  uncommitted?: { blocks: Map<string, Buffer>; at: number };
  lease?: Lease;
}

/** A container. Its names are sorted as their UTF-16 code units are. */
export interface Container {
  readonly name: string;
  etag: string;
  modifiedAt: number;
  metadata: Readonly<Record<string, string>>;
  policy: ContainerPolicy;
  lease?: Lease;
  readonly names: BTree<string, Named>;
  deleted?: Deletion;
  /** Names one of several deleted containers of a name. */
  version?: string;
}

/** A storage account. */
export interface Account {
  readonly name: string;
  readonly key: Buffer;
  settings: StorageSettings;
  readonly containers: Map<string, Container>;
  deletedContainers: Container[];
  /** Names that can't be used again yet, until then in milliseconds since 1970. */
  readonly beingDeleted: Map<string, number>;
  /** What Set Blob Service Properties said last, as XML. */
  serviceProperties?: string;
}

/** No copies. */
export const none: readonly Copy[] = Object.freeze([]);

/** Whether nothing is left under a name. */
export function isEmpty(named: Named): boolean {
  const { current, versions, snapshots, gone, uncommitted } = named;
  return !current && !uncommitted && versions.length === 0 && snapshots.length === 0 && gone.length === 0;
}

/** Whether a copy is the marker of a directory (Azure docs: `hdi_isfolder` in its metadata). */
export function isDirectory(copy: Copy): boolean {
  return copy.metadata?.hdi_isfolder === 'true';
}
