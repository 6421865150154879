import { z } from 'zod';
import { now } from '../../config/clock';
import { RequestError, type Fault } from '../../errors';
import { Documents } from '../../storage/documents';
import { jobIdOf, runHistoryIdOf } from '../../resources/run-history';
import { refOf } from '../keys';
import { decisionName } from './decision-name';
import { decisionHash, type Decision, type Plan, type PlanItem } from './plan';
import { loadStatus, type StoredRequest } from '../request-store';
import { faultsOf } from '../faults';
import { isTerminal } from '../states';

const reference = z.string().regex(/^[0-9a-f]{16}$/, 'must be the `ref` of a plan item');

/** What an approver sends. Only references of items in this very plan are accepted: a typo must not widen an erasure. */
export const approvalSchema = z.strictObject({
  planHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the `hash` of the plan')
    .describe('Hash of the plan that was looked at.'),
  decision: z.enum(['approve', 'reject']).describe('The decision.'),
  exclude: z.array(reference).max(10_000).optional().describe('Items that are not to be touched.'),
  acceptWeak: z
    .boolean()
    .optional()
    .describe('Whether items matched by a name only (display name, or a guessed alias) are erased too.'),
  acceptInUse: z.array(reference).max(10_000).optional().describe('Items in use that may be taken out of use.'),
});

const documents = new Documents();

/** Writes the decision of somebody about the plan of a request; returns its document. Throws what HTTP answers. */
export async function decide(
  stored: StoredRequest,
  body: unknown,
  by: Decision['by'],
): Promise<{ blob: string; hash: string; decision: Decision }> {
  const parsed = approvalSchema.safeParse(body);
  if (!parsed.success)
    throw new RequestError('invalid_request', 'The decision was not accepted.', faultsOf(parsed.error));
  const status = await loadStatus(stored.key);
  if (isTerminal(status.state)) throw new RequestError('already_finished');
  if (status.state !== 'awaiting_approval' || !status.plan) throw new RequestError('approval_not_expected');
  if (by.id === stored.submitter.principalId) throw new RequestError('own_request');
  if (parsed.data.planHash !== status.plan.hash) throw new RequestError('plan_changed');
  const decision: Decision = {
    planHash: parsed.data.planHash,
    verdict: parsed.data.decision,
    exclude: await excludedWithTheirs(await documents.needFixed<Plan>(status.plan.blob), parsed.data),
    acceptWeak: parsed.data.acceptWeak ?? false,
    acceptInUse: [...new Set(parsed.data.acceptInUse)].sort(),
    ...{ by, at: now().toISOString() },
  };
  const hash = decisionHash(decision);
  const blob = decisionName(stored.key, decision.planHash);
  if (await documents.create(blob, decision)) return { blob, hash, decision };
  const first = await documents.needFixed<Decision>(blob);
  if (decisionHash({ ...first, at: decision.at }) !== hash) {
    throw new RequestError('approval_not_expected', 'Somebody has decided about this plan already.');
  }
  return { blob, hash: decisionHash(first), decision: first };
}

/**
 * Refuses references that the plan lacks, and returns the exclusions with what must stay along with them: a job and
 * its bytes are two items of one thing, what is taken out is not to lose its parts (an endpoint its deployments), and
 * deleting a parent may delete its children.
 */
async function excludedWithTheirs(plan: Plan, body: { exclude?: string[]; acceptInUse?: string[] }): Promise<string[]> {
  const named = new Set([...(body.exclude ?? []), ...(body.acceptInUse ?? [])]);
  if (named.size === 0) return [];
  const taken = new Set(body.exclude);
  const known = new Set<string>();
  const excluded = new Set<string>();
  for (const shard of plan.shards) {
    for await (const item of documents.lines<PlanItem>(shard.items)) {
      if (named.has(item.ref)) known.add(item.ref);
      const family = [item.id, ...(item.partOf ?? [])]
        .flatMap((id) => [id, runHistoryIdOf(id), jobIdOf(id)])
        .map(refOf);
      if (family.some((ref) => taken.has(ref))) for (const ref of family) excluded.add(ref);
    }
  }
  const faults = (['exclude', 'acceptInUse'] as const).flatMap((field) =>
    (body[field] ?? []).flatMap((ref, index): Fault[] =>
      known.has(ref) ? [] : [{ pointer: `/${field}/${index}`, detail: 'is no item of this plan' }],
    ),
  );
  if (faults.length > 0)
    throw new RequestError('invalid_request', 'The decision names items that the plan lacks.', faults);
  return [...excluded].sort();
}
