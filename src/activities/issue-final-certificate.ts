import { raise, type EventLog } from '../config/events';
import type { CertificateInput } from '../requests/certificate/certificate-input';
import { endingName, issue, issuedCertificate } from '../requests/certificate/issue';
import { followUpsOf } from '../requests/follow-ups';
import type { Plan } from '../requests/plan/plan';
import { secondStageOf, type SecondStage } from '../requests/second-stage';
import { phaseResults, type ShardResult } from '../requests/shard-results';
import type { Gap } from '../resources/resource-type';
import { Documents } from '../storage/documents';
import { tellUnsigned } from './issue-certificate';

const documents = new Documents();

/** What looks count, and the gap that comes of it. */
const found = [
  { count: 'restored', code: 'restored' },
  { count: 'reappeared', code: 'reappeared' },
  { count: 'unread', code: 'not_reverified' },
] as const;

/** Issues the final certificate of a request that waits for nothing any more; none where the first one was final. */
export async function issueFinalCertificate({ key }: { key: string }, log: EventLog): Promise<void> {
  const stage = await secondStageOf(key);
  const first = await issuedCertificate(key, 1);
  if (!stage || !first) return;
  const input = await documents.needFixed<CertificateInput>(endingName(key));
  const plan = input.plan ? await documents.needFixed<Plan>(input.plan) : undefined;
  const looks = await Promise.all(stage.looks.map((link) => phaseResults(link)));
  const gaps = [...(plan ? await gapsOf(plan, stage, looks) : []), ...(await undone(key))];
  const { certificate } = await issue(input, {
    issue: 2,
    previous: { sha256: first.sha256, issuedAt: first.certificate.issuedAt },
    rechecked: looks.flatMap((look) => [...look.values()]),
    gaps,
  });
  if (gaps.length > 0) raise(log, 'erasure_undone', { request: key, gaps: gaps.length });
  tellUnsigned(log, key, certificate);
}

/** What keeps the erasure from being final, by the types of the plan. */
async function gapsOf(
  plan: Plan,
  { givenUp }: SecondStage,
  looks: readonly ReadonlyMap<number, string>[],
): Promise<Gap[]> {
  const counts = new Map<string, number>();
  const add = (shard: number, code: string, items: number) => {
    const place = `${code} ${plan.shards[shard]?.type ?? ''}`;
    counts.set(place, (counts.get(place) ?? 0) + items);
  };
  for (const look of looks) {
    for (const [shard, last] of look) {
      const { reverified } = await documents.needFixed<ShardResult>(last);
      for (const { count, code } of found) add(shard, code, reverified?.[count] ?? 0);
    }
  }
  for (const shard of givenUp) add(shard, 'not_reverified', plan.shards[shard]?.items.count ?? 0);
  return [...counts]
    .filter(([, items]) => items > 0)
    .map(([place, items]) => {
      const [code = '', type = ''] = place.split(' ');
      return { code, type, detail: `${items} ${items === 1 ? 'item' : 'items'}` };
    });
}

/** What Azure had taken on and did not do. */
async function undone(key: string): Promise<Gap[]> {
  const failed = (await followUpsOf(key)).filter(({ outcome }) => outcome === 'failed');
  return failed.map(({ type, operation }) => ({ code: 'not_carried_out', type, detail: `operation ${operation}` }));
}
