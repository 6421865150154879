import { isGap, type Outcome } from '../../../src/requests/outcomes';
import { endStates } from '../driver';
import type { Evidence, RequestEvidence } from '../evidence';

/** Gaps that say that something could not be read or done: no interruption lasts long enough to excuse one. */
const unexcused = new Set([
  ...['unreadable', 'scope_unreadable', 'workspace_not_found', 'run_history_unreachable', 'storage_unreadable'],
  ...['storage_settings_unknown', 'copies_unknown', 'subscription_unreadable', 'sharing_unknown', 'step_failed'],
  ...['references_unknown', 'lineage_unknown'],
]);

/** Requests that did not end, or in a state that does not follow from what they say. */
export function wrongStates({ requests, natural }: Pick<Evidence, 'requests' | 'natural'>): string[] {
  const excused = new Set(natural);
  return requests.flatMap((evidence) => wrongState(evidence, excused).map((what) => `${evidence.request.id} ${what}`));
}

function wrongState({ request, view, certificate }: RequestEvidence, excused: ReadonlySet<string>): string[] {
  if (!view) return ['is not known to the app'];
  const { state } = view;
  if (!endStates.includes(state)) return [`has not ended: ${state}`];
  if (!certificate) return [`is ${state} and has no certificate`];
  if (certificate.state !== state) return [`is ${state}, and its certificate says ${certificate.state}`];
  const wrong: string[] = [];
  const { outcomes } = certificate.results;
  const gaps = certificate.gaps.map(({ code }) => code);
  const open = [...gaps, ...Object.keys(outcomes).filter((outcome) => isGap(outcome as Outcome))];
  if (state === 'completed' && open.length > 0) wrong.push(`is completed, with ${open.join(', ')}`);
  if (state === 'completed_with_gaps' && open.length === 0) wrong.push('is completed with gaps, and has none');
  if (state === 'failed' || state === 'expired') wrong.push(`is ${state}, although everything came back soon`);
  if (state === 'cancelled' && request.cancelAfter === undefined) wrong.push('is cancelled, and nobody asked for that');
  if (state === 'rejected' && request.decision.approve) wrong.push('is rejected, and nobody did that');
  const given = gaps.filter((code) => unexcused.has(code) && !excused.has(code));
  if (given.length > 0) wrong.push(`has gaps that nothing excuses: ${[...new Set(given)].join(', ')}`);
  if (outcomes.failed !== undefined) wrong.push(`says that ${outcomes.failed} things failed`);
  return wrong;
}
