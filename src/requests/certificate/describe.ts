import type { Gap } from '../../resources/resource-type';
import { requestedTypes } from '../../resources/requested';
import { resourceTypes } from '../../resources/registry';
import { contentHash } from '../keys';
import { decisionHash, type Decision, type Plan } from '../plan/plan';
import type { StoredRequest } from '../request-store';
import type { Certificate } from './certificate';
import { outOfReach } from './out-of-reach';

/** What a certificate says of the request itself: who asked, for what, and about which workspaces. */
export function describeRequest(stored: StoredRequest, plan: Plan | undefined) {
  const { request, submitter, receivedAt, contentHash: hash, requestId } = stored;
  const { subject, scope } = request;
  return {
    ...{ requestId, action: request.action, dryRun: request.dryRun ?? false, ticket: request.ticket },
    ...{ reason: request.reason, submitter, receivedAt, contentHash: hash },
    subject: subject && { identityTypes: [...new Set(subject.identities.map(({ type }) => type))].sort() },
    scope: {
      workspaces: plan?.workspaces ?? scope.workspaces,
      storageAccounts: scope.storageAccounts ?? [],
      resourceTypes: requestedTypes(scope),
      filter: scope.filter,
      everything: scope.everything ?? false,
      includeWorkspace: scope.includeWorkspace ?? false,
      includeDependents: scope.includeDependents ?? false,
    },
  } satisfies Partial<Certificate>;
}

/** What it says of the plan. */
export function describePlan(stored: StoredRequest, plan: Plan | undefined, planHash: string | undefined) {
  const types = resourceTypes.filter(({ name }) => (plan?.counts[name]?.items ?? 0) > 0);
  return {
    planHash,
    planned: plan && { items: plan.totals.items, blobs: plan.totals.blobs, bytes: plan.totals.bytes },
    notices: plan?.notices ?? [],
    storage: plan?.storage ?? [],
    residue: types.flatMap(({ name, residue }) => residue.map((text) => ({ type: name, text }))),
    outOfReach: outOfReach(requestedTypes(stored.request.scope), plan),
  } satisfies Partial<Certificate>;
}

/** What it says of the approval. What needed none was decided by this program. */
export function describeDecision(decision: Decision | undefined): Pick<Certificate, 'approver' | 'decisionHash'> {
  if (!decision) return {};
  const { by, at, exclude, acceptWeak, acceptInUse } = decision;
  const approver = { ...by, at, exclude: exclude.length, acceptWeak, acceptInUse: acceptInUse.length };
  return { decisionHash: decisionHash(decision), ...(by.id === 'automatic' ? {} : { approver }) };
}

/** Gaps, each once. */
export function uniqueGaps(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [contentHash(gap), gap])).values()];
}
