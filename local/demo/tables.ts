import Table from 'cli-table3';
import type { PlanView } from './api';
import { count, gapWords, keptWords, outcomeWords, size } from './words';

type ItemCounts = Record<string, Record<string, number>>;
type BlobCounts = Record<string, Record<string, { blobs: number; bytes: number }>>;

/** Something that could not be listed, read or handled. */
export interface Gap {
  code: string;
  type: string;
  workspace?: string;
  detail?: string;
}

/** What the demo reads of a certificate. */
export interface CertificateView {
  state: string;
  scope: { resourceTypes: string[] };
  results: {
    items: { export: ItemCounts; erase: ItemCounts };
    blobs: { export: BlobCounts; erase: BlobCounts };
    kept: { type: string; outcome: string; reason?: string }[];
    keptCount: number;
  };
  gaps: Gap[];
  package?: { files: number; bytes: number };
}

/** Without colours of its own: what is written to a pipe must stay text. */
const style = { head: [], border: [], compact: true };

/** What a plan holds, for the person who is to approve it. */
export function planLines({ counts, totals, hash }: PlanView): string[] {
  const types = Object.entries(counts).map(([type, { items }]) => `${items} ${type}`);
  return [
    '',
    `  The plan: ${types.join(', ') || 'nothing'} (${count(totals.blobs, 'file')}, ${size(totals.bytes)})`,
    `    ${totals.weak} matched by display name only, ${totals.inUse} in use, ${totals.shared} with shared bytes`,
    `    frozen with SHA-256 ${hash.slice(0, 16)}…: from here on it can only shrink`,
    '',
  ];
}

/** What became of everything, by type and step. Types of which nothing was found are left out. */
export function outcomesTable({ scope, results: { items, blobs } }: CertificateView): string {
  const table = new Table({ head: ['Type', 'Step', 'Outcome', 'Items', 'Files', 'Size'], style, colAligns });
  for (const type of scope.resourceTypes) {
    let first = true;
    for (const step of ['export', 'erase'] as const) {
      const ofItems = items[step][type] ?? {};
      const ofBlobs = blobs[step][type] ?? {};
      for (const outcome of new Set([...Object.keys(ofItems), ...Object.keys(ofBlobs)])) {
        const bytes = ofBlobs[outcome];
        table.push([
          ...[first ? type : '', step, outcomeWords[outcome] ?? outcome, ofItems[outcome] ?? ''],
          ...[bytes?.blobs ?? '', bytes ? size(bytes.bytes) : ''],
        ]);
        first = false;
      }
    }
  }
  return table.length === 0 ? 'Nothing was found.' : table.toString();
}

const colAligns: ('left' | 'right')[] = ['left', 'left', 'left', 'right', 'right', 'right'];

/** What is still there and why: a line per outcome. */
export function keptLines({ results: { kept, keptCount } }: CertificateView): string[] {
  const groups = new Map<string, Map<string, number>>();
  for (const { type, outcome } of kept) {
    const byType = groups.get(outcome) ?? new Map<string, number>();
    groups.set(outcome, byType.set(type, (byType.get(type) ?? 0) + 1));
  }
  const lines = [...groups].map(([outcome, byType]) => {
    const what = [...byType].map(([type, number]) => `${number} ${type}`).join(', ');
    return `${outcome}: ${what}\n  ${keptWords[outcome] ?? ''}`.trimEnd();
  });
  return keptCount > kept.length ? [...lines, `and ${count(keptCount - kept.length, 'item')} more`] : lines;
}

/** The gaps: what exists in the workspaces and could not be handled, a line per kind. */
export function gapLines(gaps: readonly Gap[]): string[] {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { code, type, detail } of gaps) {
    const byType = groups.get(code) ?? new Map<string, string[]>();
    byType.set(type, [...(byType.get(type) ?? []), ...(detail ? [detail] : [])]);
    groups.set(code, byType);
  }
  return [...groups].map(([code, byType]) => {
    const what = [...byType].map(
      ([type, details]) => `  ${type}${details.length > 0 ? `: ${details.join(', ')}` : ''}`,
    );
    return [gapWords[code] ? `${code}: ${gapWords[code]}` : code, ...what].join('\n');
  });
}
