import { createHmac } from 'node:crypto';
import { canonical, sha256, type Json, type JsonObject } from './canonical';
import type { Line, Record_ } from './records';
import type { Report } from './report';
import { rootOf } from './tree';

/** One line of a proof, as it should be. */
interface ProvenLine {
  line: string;
  index: number;
  path: string[];
}

/** Checks a proof of single lines. */
export function checkProof(certificate: JsonObject, proof: JsonObject, report: Report): void {
  const { root, leaves, algorithm } = (certificate.outcomeTree ?? {}) as Record<string, Json>;
  const hash = sha256(canonical(certificate as never));
  if (proof.certificate !== hash) return report.wrong('proof', '/certificate: it is of another certificate');
  const { requestId } = certificate;
  const wanted: JsonObject = { requestId, root, leaves, algorithm };
  const other = Object.keys(wanted).filter((field) => proof[field] !== wanted[field]);
  for (const field of other) report.wrong('proof', `/${field}: not that of the certificate`);
  if (other.length > 0) return;
  const { lines } = proof;
  if (!Array.isArray(lines) || lines.length === 0) return report.wrong('proof', '/lines: it has none');
  let before = -1;
  const faults = lines.flatMap((each, at) => {
    if (!isProven(each) || rootOf(each.line, each.index, leaves as number, each.path) !== root)
      return [`/lines/${at}: its path does not lead to the root of the certificate`];
    // The last line about a thing counts: in another order an earlier one would seem to.
    const inOrder = each.index > before;
    before = each.index;
    return inOrder ? [] : [`/lines/${at}: not in the order of the tree`];
  });
  if (faults.length > 0) return report.all('proof', faults);
  const { type, outcome, step } = JSON.parse((lines.at(-1) as unknown as ProvenLine).line) as Partial<Line>;
  report.ok('proof', `${lines.length} lines are in the tree; the last says ${type} ${step} ${outcome}`);
}

function isProven(value: unknown): value is ProvenLine {
  const { line, index, path } = (value ?? {}) as Partial<ProvenLine>;
  const isPath = Array.isArray(path) && path.every((hash) => typeof hash === 'string');
  return typeof line === 'string' && typeof index === 'number' && isPath;
}

/** Checks that a certificate follows another one. */
export function checkPrevious(certificate: JsonObject, first: JsonObject, report: Report): void {
  const { sha256: named, issuedAt } = (certificate.previous ?? {}) as { sha256?: string; issuedAt?: string };
  const faults = [
    ...(first.issue === 1 && certificate.issue === 2 ? [] : ['/previous: only the final certificate follows a first']),
    ...(sha256(canonical(first as never)) === named ? [] : ['/previous/sha256: not that of the given certificate']),
    ...(first.issuedAt === issuedAt ? [] : ['/previous/issuedAt: not that of the given certificate']),
    ...['requestId', 'contentHash', 'planHash', 'decisionHash', 'state', 'receivedAt']
      .filter((field) => canonical(first[field] ?? null) !== canonical(certificate[field] ?? null))
      .map((field) => `/${field}: not as on the certificate that it follows`),
    ...(instant(first) <= instant(certificate) ? [] : ['/issuedAt: before the one that it follows']),
  ];
  report.all('previous certificate', faults, String(named));
}

function instant({ issuedAt }: JsonObject): number {
  return typeof issuedAt === 'string' ? Date.parse(issuedAt) : NaN;
}

/** Checks that every line's mark is that of its id. */
export function checkMarks(records: readonly Record_[], secret: string, report: Report): void {
  const key = Buffer.from(secret, 'base64');
  const faults = records.flatMap(({ blob, lines }) =>
    lines.flatMap((text, index) => {
      const { kind, id, mark } = JSON.parse(text) as Line;
      const wanted = createHmac('sha256', key)
        .update(kind === 'item' ? id.toLowerCase() : id)
        .digest('hex');
      return mark === wanted ? [] : [`${blob}, line ${index + 1}: its mark is not that of its id`];
    }),
  );
  report.all('marks', faults, 'each is that of its id');
}
