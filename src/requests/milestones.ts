import type { CheckDecisionInput } from '../activities/check-decision';
import type { PhaseDone } from '../orchestrators/phase';
import { Documents } from '../storage/documents';
import type { CertificateInput } from './certificate/certificate-input';
import { endingName } from './certificate/issue';
import { decisionName } from './plan/decision-name';
import { loadStatus, type RequestStatus } from './request-store';
import { isTerminal, type RequestState } from './states';

/** What the work of a request had come to when it entered a stage: enough to begin there anew. Only references. */
export interface Milestone {
  /** What the certificate is made from so far. */
  end: CertificateInput;
  quiesced?: PhaseDone;
  prepared: PhaseDone;
  /** Set when erasing has come to its end. */
  erased?: PhaseDone;
}

/** Where an orchestration goes on whose own history is lost. Everything is undefined that was not reached. */
export interface ResumePoint {
  /** The request has its final state: at most its message is missing. */
  ended: boolean;
  /** How it ended, where only the certificate is missing. */
  ending?: CertificateInput;
  /** Last pages of the job inventories behind the frozen plan. */
  jobPages?: string[];
  /** When it began to wait for an approval, RFC 3339. */
  waitingSince?: string;
  /** What was decided about the plan, to be checked once more. */
  decision?: Pick<CheckDecisionInput, 'blob' | 'automatic'>;
  milestone?: Milestone;
}

/** The stages at whose beginning a milestone is kept, the later first. */
const marked = ['verifying', 'erasing'] as const satisfies RequestState[];

const documents = new Documents();
const milestoneName = (key: string, state: RequestState) => `requests/${key}/milestones/${state}.json`;
/** Beside the plan, and of the same attempt: a plan that lost against its twin has its own. */
const jobPagesName = (plan: string) => plan.replace(/plan-([0-9a-f]+)\.json$/, 'job-pages-$1.json');

/** Keeps what is needed to begin a stage anew. Must be stored before the stage begins; the first one stays. */
export async function keepMilestone(key: string, state: RequestState, milestone: Milestone): Promise<void> {
  await documents.create(milestoneName(key, state), milestone);
}

/** Keeps the job inventories that a plan was made from. Must be stored before the status names the plan. */
export async function keepJobPages(plan: string, jobPages: readonly string[]): Promise<void> {
  await documents.create(jobPagesName(plan), jobPages);
}

/** How far a request got, by its own documents. */
export async function resumePointOf(key: string): Promise<ResumePoint> {
  const status = await loadStatus(key);
  if (isTerminal(status.state)) return { ended: true };
  const ending = (await documents.read<CertificateInput>(endingName(key)))?.value;
  return {
    ended: false,
    ...(ending ? { ending } : {}),
    ...(status.plan ? { jobPages: await documents.needFixed<string[]>(jobPagesName(status.plan.blob)) } : {}),
    waitingSince: status.timeline.awaiting_approval,
    decision: await decisionOf(status),
    milestone: await lastMilestone(key),
  };
}

async function lastMilestone(key: string): Promise<Milestone | undefined> {
  for (const state of marked) {
    const found = await documents.read<Milestone>(milestoneName(key, state));
    if (found) return found.value;
  }
  return undefined;
}

/** The decision about the frozen plan, also one whose event never got to an orchestration. */
async function decisionOf({ key, plan, decision }: RequestStatus): Promise<ResumePoint['decision']> {
  if (decision?.blob === decisionName(key, 'automatic')) return { automatic: true };
  if (decision) return { blob: decision.blob };
  if (!plan) return undefined;
  const blob = decisionName(key, plan.hash);
  return (await documents.read(blob)) ? { blob } : undefined;
}
