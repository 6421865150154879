import { now } from '../../config/clock';
import { software } from '../../config/software';
import type { Gap } from '../../resources/resource-type';
import { Documents } from '../../storage/documents';
import { followUpsOf } from '../follow-ups';
import { canonicalJson, contentHash } from '../keys';
import { isGap, type Outcome } from '../outcomes';
import type { Decision, Plan } from '../plan/plan';
import { loadRequest, loadStatus } from '../request-store';
import { accountForTheRest, addUp } from './add-up';
import type { Certificate } from './certificate';
import type { CertificateInput } from './certificate-input';
import { certifiedLineage } from './certified-lineage';
import { expectAuditCopy } from './audit-copies';
import { describeDecision, describePlan, describeRequest, uniqueGaps } from './describe';
import { markerOf } from './marks';
import { treeAlgorithm } from './merkle';
import { signed } from './signing/sign';

/** Which certificate is to be issued: the first, or the final one after everything was looked at again. */
export type Issue =
  | { issue: 1 }
  | {
      issue: 2;
      previous: { sha256: string; issuedAt: string };
      /** Last results of the later look, first to last, as `writeResult` names them. */
      rechecked: readonly string[];
      /** What it could not read, or found restored. */
      gaps: readonly Gap[];
    };

/** A certificate that is stored; `sha256` is over its exact text, which is canonical. */
export interface Issued {
  blob: string;
  sha256: string;
  certificate: Certificate;
}

const documents = new Documents();

/** Where it is kept how a request ended: the final certificate is issued long after the orchestration is gone. */
export function endingName(key: string): string {
  return `requests/${key}/ending.json`;
}

/** The document with a certificate: there is never more than one of an issue. */
export function certificateName(key: string, issue: 1 | 2): string {
  return `requests/${key}/certificate-${issue}.json`;
}

/** A certificate that was issued; undefined when it was not. */
export async function issuedCertificate(key: string, issue: 1 | 2): Promise<Issued | undefined> {
  const blob = certificateName(key, issue);
  const text = await documents.readText(blob);
  if (text === undefined) return undefined;
  const certificate = JSON.parse(text) as Certificate;
  return { blob, sha256: contentHash(certificate), certificate };
}

/**
 * Adds up what became of everything, signs it, and writes it once: whoever comes second gets what the first one wrote.
 * Throws what a later try can heal.
 */
export async function issue(input: CertificateInput, how: Issue): Promise<Issued> {
  const { key } = input;
  const before = await issuedCertificate(key, how.issue);
  if (before) return before;
  const certificate = await signed(key, await draft(input, how));
  await expectAuditCopy(key, how.issue, certificateName(key, how.issue));
  await documents.createText(certificateName(key, how.issue), canonicalJson(certificate));
  const issued = await issuedCertificate(key, how.issue);
  if (!issued) throw new Error('The certificate was written and is gone. Its container may have been purged.');
  return issued;
}

async function draft(input: CertificateInput, how: Issue): Promise<Certificate> {
  const { key, compared } = input;
  const [known, stored, marker] = await Promise.all([loadStatus(key), loadRequest(key), markerOf(key)]);
  const plan = input.plan ? await documents.needFixed<Plan>(input.plan) : undefined;
  const decision = input.decision ? await documents.needFixed<Decision>(input.decision) : undefined;
  const rechecked = how.issue === 2 ? how.rechecked : [];
  const after = [...(compared ? [compared.result] : []), ...rechecked];
  const all = await addUp({ phases: input.phases, after });
  const { request } = stored;
  const erases = request.action !== 'export' && !request.dryRun;
  const failed = input.state === undefined || (input.state === 'failed' && decision?.verdict === 'approve');
  if (plan && input.state === 'cancelled') await accountForTheRest(key, plan, all, 'cancelled', marker);
  else if (plan && erases && failed) await accountForTheRest(key, plan, all, 'failed', marker);
  for (const followUp of await followUpsOf(key)) all.staging.addFollowUp(followUp);

  const { tally } = all.tallying;
  const found = compared ? await documents.needFixed<Gap[]>(compared.gaps) : [];
  const later = how.issue === 2 ? how.gaps : [];
  const gaps = uniqueGaps([...(plan?.gaps ?? []), ...found, ...input.gaps, ...later]);
  const hasGaps = gaps.length > 0 || Object.keys(tally.outcomes).some((outcome) => isGap(outcome as Outcome));
  const ending = input.state ?? (hasGaps ? 'completed_with_gaps' : 'completed');
  // What a request ended with stays what it ended with, whatever was found later.
  const state = how.issue === 2 ? known.state : ending;
  const issuedAt = now().toISOString();
  return {
    ...{ certificateVersion: 2, issue: how.issue, state, issuedAt, software: software() },
    ...(how.issue === 2 ? { previous: how.previous } : {}),
    ...(erases && known.timeline.erasing && later.length === 0 ? all.staging.stage : {}),
    ...describeRequest(stored, plan),
    ...describePlan(stored, plan, known.plan?.hash),
    ...describeDecision(decision),
    timeline: how.issue === 2 ? known.timeline : { ...known.timeline, [state]: issuedAt },
    results: tally,
    gaps,
    lineage: await certifiedLineage(plan, all.erased, (id) => marker({ kind: 'item', id })),
    outcomeShards: all.shards,
    outcomeTree: { algorithm: treeAlgorithm, leaves: all.tree.leaves, root: all.tree.root() },
    package: input.package && packageOf(input.package),
  };
}

function packageOf({ files, bytes, manifestSha256 }: NonNullable<CertificateInput['package']>): Certificate['package'] {
  return { files, bytes, manifestSha256 };
}
