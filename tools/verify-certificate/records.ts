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

/**
 * Holds outcome documents against the certificate. They are found by their hash, and those that were changed by their
 * name. Gives all of them, in the order of the certificate, or nothing when one is missing or was changed.
 */
export function checkRecords(certificate: JsonObject, files: readonly string[], report: Report): Record_[] | undefined {
  const shards = certificate.outcomeShards as unknown as ShardRef[];
  if (files.length === 0 && shards.length > 0) {
    report.notChecked('outcome documents', `none of ${shards.length} was given`);
    return undefined;
  }
  const contents = files.map((file) => ({ file, bytes: readFileSync(file) }));
  const byHash = new Map(contents.map((content) => [sha256(content.bytes), content]));
  const used = new Set<string>();
  const found: Record_[] = [];
  const missing: string[] = [];
  const faults: string[] = [];
  for (const shard of shards) {
    const same = byHash.get(shard.sha256);
    const named = contents.find(({ file }) => short(file.replaceAll('\\', '/')) === short(shard.blob));
    const content = same ?? named;
    if (!content) {
      missing.push(short(shard.blob));
      continue;
    }
    used.add(content.file);
    const lines = linesOf(content.bytes);
    const places = lines.flatMap((text, index) => lineFaults(text).map((why) => `line ${index + 1}: ${why}`));
    if (!same) places.unshift('its SHA-256 is not the one on the certificate');
    else if (content.bytes.length !== shard.bytes) places.push(`it has ${content.bytes.length} bytes`);
    if (lines.length !== shard.count) places.push(`it has ${lines.length} lines, the certificate says ${shard.count}`);
    faults.push(...places.map((why) => `${short(shard.blob)}, ${why}`));
    if (places.length === 0) found.push({ blob: short(shard.blob), lines });
  }
  for (const { file } of contents) if (!used.has(file)) faults.push(`${file}: the certificate names no such document`);
  report.all('outcome documents', faults, `${found.length} of ${shards.length} are as the certificate says`);
  if (missing.length > 0) report.notChecked('outcome documents', `missing: ${missing.join(', ')}`);
  return found.length === shards.length ? found : undefined;
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
  const { root, leaves } = certificate.outcomeTree as { root: string; leaves: number };
  const tree = new Root();
  for (const { lines } of records) for (const line of lines) tree.push(line);
  const faults = tree.value() === root ? [] : ['/outcomeTree/root: the lines form another one'];
  report.all('root of the tree', faults, `all ${leaves} lines`);
}
