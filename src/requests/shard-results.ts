import { randomUUID } from 'node:crypto';
import { Documents, type ShardRef } from '../storage/documents';
import { markedLine, markerOf } from './certificate/marks';
import type { Ended } from './expected-end';
import type { BlobLine } from './plan/inventory';
import type { OutcomeLine } from './outcomes';
import type { PackageFile } from './package/package-files';
import type { PlanItem } from './plan/plan';
import type { Reverified } from './reverification';

/** A blob to be worked on: as the plan has it, or `late`. */
export interface WorkBlob extends BlobLine {
  late?: boolean;
}

/** Where each item of a shard stands, by reference: what a later look at its records needs to go on. */
export type Ledger = Record<
  string,
  { done?: { outcome: string; reason?: string }; operation?: string; idle?: number; faults?: number; fault?: string }
>;

/** How far an item is whose blobs take more than one call. */
export interface Begun {
  /** Slices that are done. */
  slices: number;
  /** What became of them: the same outcomes as one, with the latest date. */
  ends: Ended[];
}

/** What one activity call did to a shard. Calls for one shard are chained backwards, as inventory pages are. */
export interface ShardResult {
  previous?: string;
  outcomes: ShardRef;
  /** Blobs that were prepared: listed again and, where asked for, exported at that etag. */
  blobs?: ShardRef;
  /** Files of the package. */
  manifest?: ShardRef;
  /** Items that can't be erased whole, with the outcome that the item gets from it. */
  kept?: Record<string, PlanItem['keep']>;
  /** References of items whose records were not there any more when they were to be exported. */
  absent?: string[];
  /** Items all of whose bytes are gone or soft-deleted, with the date when the last of them can't be restored any more. */
  recoverable?: Record<string, { until?: string }>;
  /** How far items are, by reference, that the call had no time to finish. */
  begun?: Record<string, Begun>;
  /** Last result of erasing the shard's bytes, in results about its records. */
  bytes?: string;
  /** References of items of which something is still there. */
  again?: string[];
  /** Where each item stands, in results about records. */
  ledger?: Ledger;
  /** How the items up to `next` stand, in results of looks after the request has ended. */
  reverified?: Reverified;
  /** Where the next call goes on: index of the item. */
  next?: number;
}

/** What a result is made of: the lines that become shards of their own, and the rest as it is. */
export type ResultContent = Omit<ShardResult, 'outcomes' | 'blobs' | 'manifest'> & {
  lines: readonly OutcomeLine[];
  blobs?: readonly WorkBlob[];
  files?: readonly PackageFile[];
};

const documents = new Documents();

/** The folder of what a request's steps write. */
export function stepsFolder(key: string): string {
  return `requests/${key}/steps`;
}

/** Writes a result under a name of this attempt alone; returns the name, which is all that orchestrators hold. */
export async function writeResult(key: string, phase: string, shard: number, content: ResultContent): Promise<string> {
  const { lines, blobs, files, ...rest } = content;
  const marker = await markerOf(key);
  const marked = lines.map((line) => markedLine(line, marker));
  const prefix = `${stepsFolder(key)}/${phase}-${String(shard).padStart(5, '0')}`;
  const result: ShardResult = {
    ...rest,
    outcomes: await documents.writeLines(`${prefix}-outcomes`, marked),
    ...(blobs ? { blobs: await documents.writeLines(`${prefix}-blobs`, blobs) } : {}),
    ...(files ? { manifest: await documents.writeLines(`${prefix}-manifest`, files) } : {}),
  };
  const name = `${prefix}-${randomUUID().slice(0, 8)}.json`;
  await documents.create(name, result);
  return name;
}

/** All results of a shard in a phase, first to last. */
export async function resultsOf(last: string): Promise<ShardResult[]> {
  const results: ShardResult[] = [];
  for (let name: string | undefined = last; name;) {
    const result: ShardResult = await documents.needFixed<ShardResult>(name);
    results.push(result);
    name = result.previous;
  }
  return results.reverse();
}

/** Items that a phase left as they were, by reference, with the reason. */
export async function keptBy(last: string | undefined): Promise<Map<string, PlanItem['keep']>> {
  const kept = new Map<string, PlanItem['keep']>();
  for (const result of last ? await resultsOf(last) : []) {
    for (const [ref, keep] of Object.entries(result.kept ?? {})) kept.set(ref, keep);
  }
  return kept;
}

/** References of items that the earlier phases of a shard found absent; `phases` are their last links. */
export async function absentBefore(phases: readonly string[], shard: number): Promise<ReadonlySet<string>> {
  const refs = new Set<string>();
  for (const phase of phases) {
    const last = (await phaseResults(phase)).get(shard);
    for (const { absent = [] } of last ? await resultsOf(last) : []) for (const ref of absent) refs.add(ref);
  }
  return refs;
}

/** Items whose bytes can be restored for a while, by reference. */
export async function recoverableBy(last: string | undefined): Promise<Map<string, { until?: string }>> {
  const results = last ? await resultsOf(last) : [];
  return new Map(results.flatMap(({ recoverable = {} }) => Object.entries(recoverable)));
}

/** Every outcome line of a shard in a phase, in the order in which they were made. */
export async function* outcomeLines(last: string): AsyncGenerator<OutcomeLine> {
  for (const shard of await outcomeShards(last)) yield* documents.lines<OutcomeLine>(shard);
}

/** The outcome shards behind a result, those of the bytes included. */
export async function outcomeShards(last: string): Promise<ShardRef[]> {
  const results = await resultsOf(last);
  const bytes = results.at(-1)?.bytes;
  const before = bytes ? await resultsOf(bytes) : [];
  return [...before, ...results].map((result) => result.outcomes).filter((shard) => shard.count > 0);
}

/** Results of a whole phase: the last result of each shard. Chained backwards, a link per chunk of shards. */
export interface PhaseLink {
  previous?: string;
  entries: { shard: number; result: string }[];
}

const phases = new Map<string, Map<number, string>>();

/** The last result of each shard of a phase. Links never change, so what was read once is remembered. */
export async function phaseResults(lastLink: string): Promise<ReadonlyMap<number, string>> {
  const known = phases.get(lastLink);
  if (known) return known;
  const results = new Map<number, string>();
  for (let name: string | undefined = lastLink; name;) {
    const link: PhaseLink = await documents.needFixed<PhaseLink>(name);
    for (const entry of link.entries) if (!results.has(entry.shard)) results.set(entry.shard, entry.result);
    name = link.previous;
  }
  if (phases.size > 50) phases.clear();
  phases.set(lastLink, results);
  return results;
}
