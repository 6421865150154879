import { Documents } from '../storage/documents';
import { RequestError } from '../errors';
import { contentHash, requestKey } from './keys';
import { now } from '../config/clock';
import { isTerminal, isValidTransition, type RequestState } from './states';
import type { DataRequest } from './schema';

/** Who sent something: a person as the identity provider names them, or a channel. */
export interface Submitter {
  channel: 'http' | 'queue' | 'retention';
  /** Object id of the signed-in caller, where there is one. */
  principalId?: string;
  /** Name as the identity provider gives it. */
  name?: string;
}

/** A stored request: restricted, it names a person. Never changes after it was written. */
export interface StoredRequest {
  requestId: string;
  key: string;
  contentHash: string;
  request: DataRequest;
  submitter: Submitter;
  /** RFC 3339. */
  receivedAt: string;
}

/** Counts per resource type, for a person who watches. */
export type Progress = Record<string, { done: number; total: number }>;

/** What is known about a request at this moment; holds no personal data. */
export interface RequestStatus {
  key: string;
  state: RequestState;
  action: DataRequest['action'];
  dryRun: boolean;
  receivedAt: string;
  /** When each state was entered, RFC 3339. */
  timeline: Partial<Record<RequestState, string>>;
  progress: Progress;
  gapCount: number;
  started: boolean;
  cancelRequested?: boolean;
  plan?: { blob: string; hash: string; version: number };
  decision?: { blob: string; hash: string };
  certificate?: { blob: string; sha256: string };
  /** The sealed package: the document with its contents, and its zip in the packages container, if there is one. */
  package?: { contents: string; blob?: string; bytes: number; files: number };
  /** Why it failed, in words that name nobody. */
  failure?: string;
}

const documents = new Documents();
const requestName = (key: string) => `requests/${key}/request.json`;
const statusName = (key: string) => `requests/${key}/status.json`;
/** The mark of a request that is under way, for the timers that look after such requests. */
export const pendingName = (key: string) => `pending/${key}.json`;

/** Newest first, since blob listings are ordered by name. */
function indexName(receivedAt: string, key: string): string {
  return `index/${String(1e14 - Date.parse(receivedAt)).padStart(15, '0')}-${key}.json`;
}

/**
 * Stores a request once. The same id with the same content is the same request, whichever channel brings it; with
 * other content it is refused (`id_in_use`). `created` tells whether this call was the first.
 */
export async function storeRequest(
  requestId: string,
  request: DataRequest,
  submitter: Submitter,
): Promise<{ stored: StoredRequest; created: boolean }> {
  const key = await requestKey(requestId);
  const { requestId: _, ...content } = request;
  const stored: StoredRequest = {
    requestId,
    key,
    contentHash: contentHash(content),
    request,
    submitter,
    receivedAt: now().toISOString(),
  };
  // First of all, so that the reconciler finds what a crash leaves between here and the start of the orchestration. It
  // stays until the request has ended: the orchestration can be lost with its task hub.
  await documents.create(pendingName(key), { key });
  const created = await documents.create(requestName(key), stored);
  const kept = created ? stored : await documents.needFixed<StoredRequest>(requestName(key));
  if (kept.contentHash !== stored.contentHash) throw new RequestError('id_in_use');
  // Also when it was not the first: a crash may have come between the two writes.
  await documents.create(statusName(key), initialStatus(kept));
  await documents.create(indexName(kept.receivedAt, key), { key });
  return { stored: kept, created };
}

function initialStatus(stored: StoredRequest): RequestStatus {
  return {
    key: stored.key,
    state: 'received',
    action: stored.request.action,
    dryRun: stored.request.dryRun ?? false,
    receivedAt: stored.receivedAt,
    timeline: { received: stored.receivedAt },
    progress: {},
    gapCount: 0,
    started: false,
  };
}

/** The stored request of a key. */
export function loadRequest(key: string): Promise<StoredRequest> {
  return documents.needFixed<StoredRequest>(requestName(key));
}

/** The stored request of an id. Throws `not_found`. */
export async function findRequest(requestId: string): Promise<StoredRequest> {
  const found = await documents.read<StoredRequest>(requestName(await requestKey(requestId)));
  if (!found) throw new RequestError('not_found');
  return found.value;
}

/** The status of a key. */
export function loadStatus(key: string): Promise<RequestStatus> {
  return documents.need<RequestStatus>(statusName(key));
}

/**
 * Changes a status. A change of an ended request, or one that would go back, is dropped: it comes from a step that ran
 * a second time. Returns what is stored then.
 */
export async function updateStatus(
  key: string,
  change: (status: RequestStatus) => Partial<RequestStatus>,
): Promise<RequestStatus> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const found = await documents.read<RequestStatus>(statusName(key));
    if (!found) throw new RequestError('not_found');
    if (isTerminal(found.value.state)) return found.value;
    const next = { ...found.value, ...change(found.value) };
    if (!isValidTransition(found.value.state, next.state)) return found.value;
    if (next.state !== found.value.state) {
      next.timeline = { ...next.timeline, [next.state]: now().toISOString() };
    }
    if (await documents.replace(statusName(key), next, found.etag)) return next;
  }
  throw new Error('The status of a request changes too fast to be written. Try again.');
}

/** One page of requests, newest first. `next` continues, also after new ones came in. */
export async function listRequests(
  limit: number,
  after: string | undefined,
  state: RequestState | undefined,
): Promise<{ statuses: RequestStatus[]; next?: string }> {
  const statuses: RequestStatus[] = [];
  for await (const name of documents.names('index/')) {
    const position = name.slice('index/'.length, -'.json'.length);
    if (after !== undefined && position <= after) continue;
    if (statuses.length === limit) return { statuses, next: lastPosition(statuses) };
    const status = (await documents.read<RequestStatus>(statusName(position.slice(16))))?.value;
    if (status && (state === undefined || status.state === state)) statuses.push(status);
  }
  return { statuses };
}

function lastPosition(statuses: readonly RequestStatus[]): string {
  const last = statuses[statuses.length - 1];
  return last ? indexName(last.receivedAt, last.key).slice('index/'.length, -'.json'.length) : '';
}

/** Notes that the orchestration of a request has been started. */
export async function markStarted(key: string): Promise<void> {
  await updateStatus(key, () => ({ started: true }));
}

/** Keys of requests that were stored and perhaps have not ended, for the reconciler. */
export async function* pendingRequests(): AsyncGenerator<string> {
  for await (const name of documents.names('pending/')) yield name.slice('pending/'.length, -'.json'.length);
}

/** Drops the mark of a request that has ended. */
export async function dropPending(key: string): Promise<void> {
  await documents.remove(pendingName(key));
}

type Stop = 'no' | 'cancelled' | 'ended';
/** The last answer of `stopOf`: many steps of a request ask at once. */
const lastStop = new Map<string, { at: number; stop: Promise<Stop> }>();
/** Milliseconds for which an answer counts. */
const stopAge = 500;

/**
 * Whether steps are to stop: the request was cancelled, or it has ended and this is a step that runs once more. The
 * answer may be half a second old.
 */
export function stopOf(key: string): Promise<Stop> {
  const at = Date.now();
  const last = lastStop.get(key);
  if (last && at - last.at < stopAge) return last.stop;
  for (const [other, entry] of lastStop) if (at - entry.at >= stopAge) lastStop.delete(other);
  const stop = readStop(key);
  lastStop.set(key, { at, stop });
  return stop;
}

async function readStop(key: string): Promise<Stop> {
  const status = await loadStatus(key);
  if (isTerminal(status.state)) return 'ended';
  return status.cancelRequested === true ? 'cancelled' : 'no';
}

/** The status of a key, or undefined when the request was never stored completely. */
export async function findStatus(key: string): Promise<RequestStatus | undefined> {
  return (await documents.read<RequestStatus>(statusName(key)))?.value;
}
