import { settings } from '../config/settings';
import { resumePointOf, type ResumePoint } from '../requests/milestones';
import { loadRequest } from '../requests/request-store';
import { resolveScope } from '../requests/scope';
import { requestedTypes } from '../resources/requested';

/** What the orchestrator must know about a request: nothing of it names a person. */
export interface OpenedRequest {
  exports: boolean;
  erases: boolean;
  dryRun: boolean;
  workspaces: number;
  /** Types that are inventoried for the plan. */
  types: string[];
  approvalExpiryDays: number;
  verifyRounds: number;
  pollRounds: number;
  /** Where it goes on, when the orchestration that had begun it is lost. */
  resume?: ResumePoint;
}

/** Reads a request and the settings that the orchestration depends on: a setting that changes later must not matter. */
export async function openRequest(input: { key: string; resumed?: true }): Promise<OpenedRequest> {
  const { request } = await loadRequest(input.key);
  const { workspaces } = await resolveScope(input.key);
  const { APPROVAL_EXPIRY_DAYS, VERIFY_ROUNDS, POLL_ROUNDS } = settings();
  return {
    exports: request.action !== 'erase',
    erases: request.action !== 'export',
    dryRun: request.dryRun ?? false,
    workspaces: workspaces.length,
    types: requestedTypes(request.scope),
    approvalExpiryDays: APPROVAL_EXPIRY_DAYS,
    verifyRounds: VERIFY_ROUNDS,
    pollRounds: POLL_ROUNDS,
    ...(input.resumed ? { resume: await resumePointOf(input.key) } : {}),
  };
}
