import { createHmac } from 'node:crypto';
import { canonical, sha256, type JsonObject } from './canonical';
import type { Line, Record_ } from './records';
import type { Report } from './report';
import { rootOf } from './tree';

/** Checks a proof of single lines. */
export function checkProof(certificate: JsonObject, proof: JsonObject, report: Report): void {
  const { root, leaves } = certificate.outcomeTree as { root: string; leaves: number };
  const hash = sha256(canonical(certificate as never));
  if (proof.certificate !== hash) return report.wrong('proof', '/certificate: it is of another certificate');
  if (proof.root !== root || proof.leaves !== leaves)
    return report.wrong('proof', '/root: not that of the certificate');
  const lines = proof.lines as unknown as { line: string; index: number; path: string[] }[];
  if (!Array.isArray(lines) || lines.length === 0) return report.wrong('proof', '/lines: it has none');
  const faults = lines.flatMap(({ line, index, path }, at) =>
    Array.isArray(path) && rootOf(line, index, leaves, path) === root
      ? []
      : [`/lines/${at}: its path does not lead to the root of the certificate`],
  );
  const last = lines.at(-1);
  const { type, outcome, step } = JSON.parse(last?.line ?? '{}') as Partial<Line>;
  report.all('proof', faults, `${lines.length} lines are in the tree; the last says ${type} ${step} ${outcome}`);
}

/** Checks that a certificate follows another one. */
export function checkPrevious(certificate: JsonObject, first: JsonObject, report: Report): void {
  const { sha256: named, issuedAt } = (certificate.previous ?? {}) as { sha256?: string; issuedAt?: string };
  const faults = [
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
