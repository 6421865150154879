import { now } from '../config/clock';
import { decisionName } from '../requests/plan/decision-name';
import { decisionHash, planHash, type Decision, type Plan } from '../requests/plan/plan';
import { loadRequest, loadStatus, updateStatus } from '../requests/request-store';
import { Documents } from '../storage/documents';

/** Input of the activity: a decision, or that none is needed. */
export interface CheckDecisionInput {
  key: string;
  planHash: string;
  /** Document of the decision that somebody made. */
  blob?: string;
  /** Set when the plan needs no approval: an automatic decision is written. */
  automatic?: true;
}

/** What a decision is worth: `void` when it is not one about this plan by somebody who may decide. */
export interface CheckedDecision {
  verdict: 'approve' | 'reject' | 'void';
  blob: string;
}

const documents = new Documents();

/** Checks a decision once more, since an event can be raised past the HTTP route. */
export async function checkDecision(input: CheckDecisionInput): Promise<CheckedDecision> {
  const blob = input.automatic === true ? await writeAutomatic(input) : (input.blob ?? '');
  if (!blob.startsWith(`requests/${input.key}/decision-`)) return { verdict: 'void', blob };
  const decision = (await documents.read<Decision>(blob))?.value;
  const status = await loadStatus(input.key);
  const plan = await documents.needFixed<Plan>(status.plan?.blob ?? '');
  const { submitter } = await loadRequest(input.key);
  const valid =
    decision?.planHash === input.planHash &&
    planHash(plan) === input.planHash &&
    (input.automatic === true || (decision.by.id !== 'automatic' && decision.by.id !== submitter.principalId));
  if (!decision || !valid) return { verdict: 'void', blob };
  await updateStatus(input.key, () => ({ decision: { blob, hash: decisionHash(decision) } }));
  return { verdict: decision.verdict, blob };
}

async function writeAutomatic(input: CheckDecisionInput): Promise<string> {
  const blob = decisionName(input.key, 'automatic');
  const decision: Decision = {
    ...{ planHash: input.planHash, verdict: 'approve', exclude: [], acceptWeak: false, acceptInUse: [] },
    by: { id: 'automatic' },
    at: now().toISOString(),
  };
  await documents.create(blob, decision);
  return blob;
}
