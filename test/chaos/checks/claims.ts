import type { OutcomeLine } from '../../../src/requests/outcomes';
import type { PlanItem } from '../../../src/requests/plan/plan';
import type { Evidence, RequestEvidence } from '../evidence';

/** What a request says it did with one thing, in the end. */
export interface Claim {
  request: string;
  line: OutcomeLine;
}

/** Whether a request says of a thing that it is gone. */
export function saysGone({ line }: Claim): boolean {
  return line.outcome === 'deleted' || line.outcome === 'already_absent';
}

/** The lines that count, as docs/certificate.md says: the last about a thing, in the order of the documents. */
export function lastLines({ lines }: Pick<RequestEvidence, 'lines'>): OutcomeLine[] {
  const last = new Map<string, OutcomeLine>();
  for (const line of lines) {
    const thing = line.kind === 'item' ? line.ref : `${line.ref} ${line.id}`;
    last.set(`${line.step} ${line.kind} ${thing}`, line);
  }
  return [...last.values()];
}

/** Everything that the requests say of erasing items or blobs. */
export function claimsOf({ requests }: Pick<Evidence, 'requests'>, kind: OutcomeLine['kind']): Claim[] {
  return requests.flatMap((evidence) =>
    lastLines(evidence)
      .filter((line) => line.kind === kind && line.step === 'erase')
      .map((line) => ({ request: evidence.request.id, line })),
  );
}

/** Items of all plans that somebody approved for erasing. */
export function plannedItems({ requests }: Pick<Evidence, 'requests'>): PlanItem[] {
  return requests
    .filter(({ request, certificate }) => request.body.action !== 'export' && certificate?.approver)
    .flatMap(({ plan }) => plan);
}

/** Things by a key; a thing without one is left out. */
export function groupBy<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string | undefined,
): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}

/** What requests say of one thing, for a person to read. */
export function inWords(claims: readonly Claim[]): string {
  return claims.map(({ request, line }) => `${request}: ${line.outcome}`).join(', ') || 'nobody says anything';
}
