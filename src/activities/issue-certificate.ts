import { now } from '../config/clock';
import { software } from '../config/software';
import type { Certificate } from '../requests/certificate/certificate';
import type { CertificateInput } from '../requests/certificate/certificate-input';
import { contentHash } from '../requests/keys';
import { itemLine } from '../requests/outcome-lines';
import { outOfReach } from '../requests/certificate/out-of-reach';
import { isGap, type Outcome } from '../requests/outcomes';
import { decisionHash, type Decision, type Plan, type PlanItem } from '../requests/plan/plan';
import { loadRequest, loadStatus, updateStatus, type StoredRequest } from '../requests/request-store';
import { outcomeLines, outcomeShards, phaseResults } from '../requests/shard-results';
import type { RequestState } from '../requests/states';
import { Tallying } from '../requests/certificate/tally';
import { requestedTypes } from '../resources/requested';
import { resourceTypes } from '../resources/registry';
import type { Gap } from '../resources/resource-type';
import { Documents, type ShardRef } from '../storage/documents';

const documents = new Documents();

/** Adds up what became of everything, writes the certificate once, and ends the request with its final state. */
export async function issueCertificate(input: CertificateInput): Promise<{ state: RequestState }> {
  const known = await loadStatus(input.key);
  if (known.certificate) return { state: known.state };
  const stored = await loadRequest(input.key);
  const plan = input.plan ? await documents.needFixed<Plan>(input.plan) : undefined;
  const decision = input.decision ? await documents.needFixed<Decision>(input.decision) : undefined;
  const { tallying, shards } = await addUp(input);
  if (plan && !input.state && stored.request.action !== 'export' && !stored.request.dryRun) {
    await accountForTheRest(plan, tallying, 'failed');
  } else if (plan && input.state === 'cancelled') await accountForTheRest(plan, tallying, 'cancelled');

  const compared = input.compared ? await documents.needFixed<Gap[]>(input.compared.gaps) : [];
  const gaps = unique([...(plan?.gaps ?? []), ...compared, ...input.gaps]);
  const hasGaps = gaps.length > 0 || Object.keys(tallying.tally.outcomes).some((outcome) => isGap(outcome as Outcome));
  const state = input.state ?? (hasGaps ? 'completed_with_gaps' : 'completed');

  const certificate: Certificate = {
    ...describeRequest(stored, state, plan?.workspaces),
    ...(decision && decision.by.id !== 'automatic' ? { approver: approverOf(decision) } : {}),
    timeline: { ...known.timeline, [state]: now().toISOString() },
    issuedAt: now().toISOString(),
    planHash: known.plan?.hash,
    decisionHash: decision && decisionHash(decision),
    planned: plan && { items: plan.totals.items, blobs: plan.totals.blobs, bytes: plan.totals.bytes },
    results: tallying.tally,
    gaps,
    notices: plan?.notices ?? [],
    storage: plan?.storage ?? [],
    lineage: [],
    residue: residueOf(plan),
    outOfReach: outOfReach(requestedTypes(stored.request.scope), plan),
    outcomeShards: shards,
    package: input.package && {
      files: input.package.files,
      bytes: input.package.bytes,
      manifestSha256: input.package.manifestSha256,
    },
    software: software(),
  };
  const sha256 = contentHash(certificate);
  const blob = `requests/${input.key}/certificate-${sha256.slice(0, 12)}.json`;
  await documents.create(blob, certificate);
  const status = await updateStatus(input.key, (current) =>
    current.certificate
      ? {}
      : { state, certificate: { blob, sha256 }, gapCount: gaps.length, failure: input.failure, package: input.package },
  );
  return { state: status.state };
}

function describeRequest(stored: StoredRequest, state: RequestState, workspaces?: string[]) {
  const { request, submitter, receivedAt, contentHash: hash, requestId } = stored;
  return {
    ...{
      certificateVersion: 2 as const,
      issue: 1 as const,
      requestId,
      state,
      action: request.action,
      dryRun: request.dryRun ?? false,
    },
    ...{ ticket: request.ticket, reason: request.reason, receivedAt, contentHash: hash },
    subject: request.subject && {
      identityTypes: [...new Set(request.subject.identities.map((identity) => identity.type))].sort(),
    },
    scope: {
      workspaces: workspaces ?? request.scope.workspaces,
      resourceTypes: requestedTypes(request.scope),
      filter: request.scope.filter,
      everything: request.scope.everything ?? false,
      includeWorkspace: request.scope.includeWorkspace ?? false,
      includeDependents: request.scope.includeDependents ?? false,
    },
    submitter,
  };
}

function approverOf(decision: Decision): Certificate['approver'] {
  const { by, at, exclude, acceptWeak, acceptInUse } = decision;
  return { ...by, at, exclude: exclude.length, acceptWeak, acceptInUse: acceptInUse.length };
}

/** Latest phase first, so that what finally became of a thing counts. */
async function addUp(input: CertificateInput): Promise<{ tallying: Tallying; shards: ShardRef[] }> {
  const tallying = new Tallying();
  const shards: ShardRef[] = [];
  const take = async (last: string, remember: boolean) => {
    shards.unshift(...(await outcomeShards(last)));
    const lines = [];
    for await (const line of outcomeLines(last)) lines.push(line);
    for (const line of lines.reverse()) tallying.add(line, remember);
  };
  if (input.compared) await take(input.compared.result, true);
  for (const [index, phase] of [...input.phases.entries()].reverse()) {
    // Preparing and the first erasing are the bulk; nothing before them repeats their blobs.
    for (const [, last] of [...(await phaseResults(phase))].sort((a, b) => b[0] - a[0])) await take(last, index > 1);
  }
  return { tallying, shards };
}

/** Whatever the plan has and no phase gave an outcome must not vanish: it was not done. */
async function accountForTheRest(plan: Plan, tallying: Tallying, outcome: 'failed' | 'cancelled'): Promise<void> {
  for (const shard of plan.shards) {
    for await (const item of documents.lines<PlanItem>(shard.items)) {
      if (tallying.has('erase', item.ref)) continue;
      tallying.add(itemLine(item, 'erase', outcome, 'not_reached'), true);
    }
  }
}

function residueOf(plan: Plan | undefined): Certificate['residue'] {
  return resourceTypes
    .filter((type) => (plan?.counts[type.name]?.items ?? 0) > 0)
    .flatMap((type) => type.residue.map((text) => ({ type: type.name, text })));
}

function unique(gaps: readonly Gap[]): Gap[] {
  return [...new Map(gaps.map((gap) => [contentHash(gap), gap])).values()];
}
