import Table from 'cli-table3';
import type { PlanView } from './api';
import { count, gapWords, keptWords, outcomeWords, size, wrap } from './words';
import { inOneLine } from '../terminal';

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
  /** How final the erasure is; missing when nothing was erased. */
  stage?: 'inaccessible' | 'irrecoverable';
  irrecoverableOn?: string;
  signature?: { kid: string };
  /** Why there is no signature. */
  unsigned?: string;
  scope: { resourceTypes: string[] };
  results: {
    /** What is still there, the first thousand. */
    kept: { type: string; outcome: string; reason?: string }[];
    items: { export: ItemCounts; erase: ItemCounts };
    blobs: { export: BlobCounts; erase: BlobCounts };
  };
  outcomeShards: { blob: string }[];
  gaps: Gap[];
  /** What exists and names nobody: `detail` says how many. */
  notices: Gap[];
  package?: { files: number; bytes: number };
}

/** Without colours of its own: what is written to a pipe must stay text. */
const style = { head: [], border: [], compact: true };

/** Sentences about storage that are shown; a request may touch many accounts. */
const effectsShown = 12;

/** What a plan holds, for the person who is to approve it. */
export function planLines({ counts, totals, hash, workspaces, effects, lineage = [] }: PlanView): string[] {
  const types = Object.entries(counts).map(([type, { items }]) => `${items} ${type}`);
  const found = `${types.join(', ') || 'nothing'}; ${count(totals.blobs, 'file')}, ${size(totals.bytes)}`;
  const names = workspaces.map((id) => id.split('/').pop() ?? id);
  const noted = `${totals.weak} matched by a name only, ${totals.inUse} in use, ${totals.shared} sharing bytes`;
  return [
    '',
    `The plan: ${found}`,
    ...(names.length > 1 ? [`in ${names.length} workspaces: ${names.join(', ')}`] : []),
    noted,
    ...effects.slice(0, effectsShown).map((effect) => `- ${effect}`),
    ...(effects.length > effectsShown ? [`- and ${effects.length - effectsShown} more, in the plan`] : []),
    ...trainedLines(lineage),
    `Frozen, SHA-256 ${hash.slice(0, 16)}…: from here on it can only shrink.`,
    '',
  ].flatMap((line) => wrap(line, 96, '  '));
}

/** Models that are shown; the plan has them all. */
const modelsShown = 5;

/** What has learned from the data and goes on: whoever reads this has to decide about training it again. */
function trainedLines(lineage: NonNullable<PlanView['lineage']>): string[] {
  const staying = lineage.filter(({ planned }) => !planned);
  if (staying.length === 0) return [];
  const models = staying.slice(0, modelsShown).map(({ name, version, deployments }) => {
    const served = deployments.map((id) => id.replace(/^.*?Endpoints\/([^/]+)(?:\/deployments\/(.+))?$/i, shortId));
    return `${name} ${version}${served.length > 0 ? ` (served by ${served.join(', ')})` : ''}`;
  });
  const more = staying.length > modelsShown ? [`and ${staying.length - modelsShown} more`] : [];
  return [`Models trained on this data, which stay: ${[...models, ...more].join(', ')}`];
}

const shortId = (_: string, endpoint: string, deployment?: string) =>
  deployment ? `${endpoint}/${deployment}` : endpoint;

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
          ...[first ? inOneLine(type) : '', step, outcomeWords[outcome] ?? inOneLine(outcome), ofItems[outcome] ?? ''],
          ...[bytes?.blobs ?? '', bytes ? size(bytes.bytes) : ''],
        ]);
        first = false;
      }
    }
  }
  return table.length === 0 ? 'Nothing was found.' : table.toString();
}

const colAligns: ('left' | 'right')[] = ['left', 'left', 'left', 'right', 'right', 'right'];

/** What was not erased or not exported, and why: a line per outcome, those that are gaps or the others. */
export function keptLines({ results: { items, kept } }: CertificateView, gaps: boolean): string[] {
  const groups = new Map<string, string[]>();
  for (const step of ['export', 'erase'] as const) {
    for (const [type, outcomes] of Object.entries(items[step])) {
      for (const [outcome, number] of Object.entries(outcomes)) {
        if (keptWords[outcome]?.gap !== gaps) continue;
        const what = step === 'export' ? `${number} ${type} (export)` : `${number} ${type}`;
        groups.set(outcome, [...(groups.get(outcome) ?? []), what]);
      }
    }
  }
  return [...groups].flatMap(([outcome, what]) => [
    ...wrap(`${outcome}: ${what.join(', ')}`, 96, '  '),
    ...wrap(keptWords[outcome]?.text ?? '', 96, '    '),
    ...reasonLines(kept.filter((entry) => entry.outcome === outcome)),
  ]);
}

/** Reasons that tell more than the outcome does: the name of a lock, the date of a purge, the code of a refusal. */
function reasonLines(kept: CertificateView['results']['kept']): string[] {
  const reasons = new Map<string, number>();
  for (const { type, reason } of kept) {
    const text = `${type} ${shortened(reason ?? '')}`;
    if (reason && !plainReasons.has(reason)) reasons.set(text, (reasons.get(text) ?? 0) + 1);
  }
  const texts = [...reasons].map(([text, number]) => (number > 1 ? `${text} (${number})` : text));
  return texts.length === 0 ? [] : wrap(texts.join(', '), 96, '    ');
}

/** A reason may name resources by their ARM ids, of which the last part tells enough here. */
function shortened(reason: string): string {
  return reason.replace(/\/subscriptions\/\S+\/([^/\s]+)/g, '$1');
}

/** These say no more than their outcome. */
const plainReasons: ReadonlySet<string> = new Set([
  'in_use',
  'display_name_only',
  'alias_guessed',
  'bytes_shared',
  'inventory_only',
]);

/** As long as the longest name of a type. */
const typeWidth = 'privateEndpointConnection'.length;

/** Places of one kind that are listed; the certificate has them all. */
const placesShown = 8;

/** What exists in the workspaces and could not be listed, read or handled: a line per kind and place. */
export function gapLines(gaps: readonly Gap[]): string[] {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { code, type, detail, workspace } of gaps) {
    const byType = groups.get(code) ?? new Map<string, string[]>();
    groups.set(code, byType.set(type, [...(byType.get(type) ?? []), detail ?? workspace?.split('/').pop() ?? '']));
  }
  return [...groups].flatMap(([code, byType]) => [
    ...wrap(gapWords[code] ? `${code}: ${gapWords[code]}` : code, 96, '  '),
    ...[...byType].flatMap(([type, details]) => {
      const more =
        details.length > placesShown ? [`${' '.repeat(typeWidth + 5)}and ${details.length - placesShown} more`] : [];
      const lines = details.slice(0, placesShown).flatMap((detail) => wrap(detail, 100, ' '.repeat(typeWidth + 5)));
      const first = `    ${inOneLine(type).padEnd(typeWidth)} ${lines[0]?.trim() ?? ''}`.trimEnd();
      return [first, ...lines.slice(1), ...more];
    }),
  ]);
}

/** What exists and names nobody, so that a request for one person leaves it alone: a line per type. */
export function noticeLines(notices: readonly Gap[]): string[] {
  const counts = new Map<string, string[]>();
  for (const { type, detail, workspace } of notices) {
    const place = workspace?.split('/').pop() ?? '';
    counts.set(type, [...(counts.get(type) ?? []), `${detail ?? ''} in ${place}`.trim()]);
  }
  return [...counts].flatMap(([type, places]) => {
    const [first = '', ...more] = wrap(places.join(', '), 100, ' '.repeat(typeWidth + 5));
    return [`    ${inOneLine(type).padEnd(typeWidth)} ${first.trim()}`.trimEnd(), ...more];
  });
}
