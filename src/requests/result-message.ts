import type { StoredRequest, RequestStatus } from './request-store';
import type { FollowUp } from './follow-ups';
import type { Certificate } from './certificate/certificate';
import { isGap, type Outcome } from './outcomes';

/** What `privacy-results` tells about a finished request: enough to close a ticket, and nothing about the person. */
export interface ResultMessage {
  /** The same for every copy of this message. */
  messageId: string;
  requestId: string;
  ticket?: { system: string; id: string };
  state: string;
  counts: { exported: number; erased: number; kept: number; gaps: number };
  certificate?: { location: string; sha256: string };
  /** Only in the second message of a request for which Azure had more to do after it ended: what became of that. */
  followUps?: { done: number; failed: number };
}

/** The message for a finished request. Made from stored documents only, so that a repetition says the same. */
export function resultMessage(
  stored: StoredRequest,
  status: RequestStatus,
  certificate?: Certificate,
  followUps?: readonly FollowUp[],
): ResultMessage {
  const sum = (counts: Record<string, Partial<Record<string, number>>> | undefined, ...outcomes: string[]) =>
    Object.values(counts ?? {}).reduce(
      (total, byOutcome) => total + outcomes.reduce((inner, outcome) => inner + (byOutcome[outcome] ?? 0), 0),
      0,
    );
  const gapOutcomes = Object.entries(certificate?.results.outcomes ?? {})
    .filter(([outcome]) => isGap(outcome as Outcome))
    .reduce((total, [, count]) => total + count, 0);
  return {
    messageId: `${status.key}-${status.state}${followUps ? '-followed-up' : ''}`,
    requestId: stored.requestId,
    ticket: stored.request.ticket,
    state: status.state,
    counts: {
      exported: sum(certificate?.results.items.export, 'exported'),
      erased: sum(certificate?.results.items.erase, 'deleted', 'already_absent', 'archived_only'),
      kept: certificate?.results.keptCount ?? 0,
      gaps: (certificate?.gaps.length ?? 0) + gapOutcomes,
    },
    ...(followUps ? { followUps: followUpCounts(followUps) } : {}),
    ...(status.certificate
      ? {
          certificate: {
            location: `/api/requests/${encodeURIComponent(stored.requestId)}/certificate`,
            sha256: status.certificate.sha256,
          },
        }
      : {}),
  };
}

function followUpCounts(followUps: readonly FollowUp[]): ResultMessage['followUps'] {
  const count = (outcome: FollowUp['outcome']) => followUps.filter((entry) => entry.outcome === outcome).length;
  return { done: count('deleted'), failed: count('failed') };
}
