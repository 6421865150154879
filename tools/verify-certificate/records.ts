import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { sha256, type JsonObject } from './canonical';
import type { Report } from './report';
import { Root } from './tree';

/** An outcome line, as far as it is looked at. */
export interface Line {
  ref: string;
  type: string;
  kind: 'item' | 'blob';
  step: 'export' | 'erase';
  id: string;
  outcome: string;
  reason?: string;
  until?: string;
  bytes?: number;
  mark: string;
  nonce: string;
  check: string;
  /** When it was done, RFC 3339, UTC. */
  at: string;
}

/** A document that the certificate names, with the lines that were given for it. */
export interface Record_ {
  blob: string;
  lines: readonly string[];
}

interface ShardRef {
  blob: string;
  count: number;
  bytes: number;
  sha256: string;
}

/** The last part of a document's name, which tells it apart for a reader. */
const short = (blob: string) => blob.split('/').pop() ?? blob;

interface Content {
  file: string;
  bytes: Buffer;
  hash: string;
}

/**
 * Holds outcome documents against the certificate. They are found by their hash, and those that were changed by their
 * name. Gives all of them, in the order of the certificate, or nothing when one is missing or was changed. `previous`
 * is the certificate that this one follows: its documents may be among the given ones.
 */
export function checkRecords(
  certificate: JsonObject,
  files: readonly string[],
  report: Report,
  previous?: JsonObject,
): Record_[] | undefined {
  const shards = certificate.outcomeShards as unknown as ShardRef[];
  if (files.length === 0 && shards.length > 0) {
    report.notChecked('outcome documents', `none of ${shards.length} was given`);
    return undefined;
  }
  const contents = files.map((file): Content => {
    const bytes = readFileSync(file);
    return { file, bytes, hash: sha256(bytes) };
  });
  const byHash = new Map(contents.map((content) => [content.hash, content]));
  const byName = new Map(contents.map((content) => [short(content.file.replaceAll('\\', '/')), content]));
  const used = new Set<string>();
  const found: Record_[] = [];
  const missing: string[] = [];
  const faults: string[] = [];
  for (const shard of shards) {
    const name = short(shard.blob);
    const content = byHash.get(shard.sha256) ?? byName.get(name);
    if (!content) {
      missing.push(name);
      continue;
    }
    used.add(content.hash);
    const lines = linesOf(content.bytes);
    const wrong = shardFaults(shard, content, lines);
    for (const why of wrong) faults.push(`${name}, ${why}`);
    if (wrong.length === 0) found.push({ blob: name, lines });
  }
  const others = contents.filter(({ hash }) => !used.has(hash));
  // In the place of one that is missing it would be none.
  const later = missing.length > 0 ? [] : others.filter((content) => isOfTheOther(content, certificate, previous));
  for (const { file } of others.filter((content) => !later.includes(content)))
    faults.push(`${file}: the certificate names no such document`);
  report.all('outcome documents', faults, `${found.length} of ${shards.length} are as the certificate says`);
  if (missing.length > 0) report.notChecked('outcome documents', `missing: ${missing.join(', ')}`);
  if (later.length > 0)
    report.notChecked('outcome documents', `of the other certificate: ${later.map(({ file }) => short(file)).join()}`);
  return found.length === shards.length ? found : undefined;
}

function shardFaults(shard: ShardRef, { bytes, hash }: Content, lines: readonly string[]): string[] {
  const places = lines.flatMap((text, index) => lineFaults(text).map((why) => `line ${index + 1}: ${why}`));
  if (hash !== shard.sha256) places.unshift('its SHA-256 is not the one on the certificate');
  else if (bytes.length !== shard.bytes) places.push(`it has ${bytes.length} bytes`);
  if (lines.length !== shard.count) places.push(`it has ${lines.length} lines, the certificate says ${shard.count}`);
  return places;
}

/** Both certificates of a request have their documents in one folder: what came after the first one is no fault of it. */
function isOfTheOther({ bytes, hash }: Content, { issue, issuedAt }: JsonObject, previous?: JsonObject): boolean {
  const named = (previous?.outcomeShards ?? []) as unknown as ShardRef[];
  if (Array.isArray(named) && named.some((shard) => shard?.sha256 === hash)) return true;
  if (issue !== 1) return false;
  const lines = linesOf(bytes);
  const isLater = (text: string) =>
    lineFaults(text).length === 0 && (JSON.parse(text) as Line).at > (issuedAt as string);
  return lines.length > 0 && lines.every(isLater);
}

/** The lines of a document, each of which ends with a line feed. */
function linesOf(bytes: Buffer): string[] {
  const text = bytes.toString('utf8');
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function lineFaults(text: string): string[] {
  const [, before, check] = /^(.*),"check":"([0-9a-f]{32})"\}$/s.exec(text) ?? [];
  if (before === undefined) return ['it does not end with its check'];
  if (createHash('sha256').update(before).digest('hex').slice(0, 32) !== check) return ['its check does not fit'];
  try {
    const { mark, nonce, outcome } = JSON.parse(text) as Line;
    return typeof mark === 'string' && typeof nonce === 'string' && typeof outcome === 'string' ? [] : ['incomplete'];
  } catch {
    return ['it is not JSON'];
  }
}

/** Checks that the lines of all documents form the tree whose root is on the certificate. */
export function checkRoot(certificate: JsonObject, records: readonly Record_[], report: Report): void {
  // That it is missing where there are lines is told with the sums.
  if (certificate.outcomeTree === undefined) return;
  const { root, leaves } = certificate.outcomeTree as { root: string; leaves: number };
  const tree = new Root();
  for (const { lines } of records) for (const line of lines) tree.push(line);
  const faults = tree.value() === root ? [] : ['/outcomeTree/root: the lines form another one'];
  report.all('root of the tree', faults, `all ${leaves} lines`);
}
