import type { StoredRequest, RequestStatus } from './request-store';
import type { FollowUp } from './follow-ups';
import type { Certificate } from './certificate/certificate';
import type { Issued } from './certificate/issue';
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
  /** How final an erasure is, see the certificate. */
  stage?: Certificate['stage'];
  /** Only in the second message, if Azure had something to carry out after the request's end: what became of that. */
  followUps?: { done: number; failed: number };
}

/** What is known when nothing of a request is open any more. */
export interface LastWord {
  /** The final certificate; none where the first one is final. */
  certificate?: Pick<Issued, 'sha256' | 'certificate'>;
  followUps: readonly FollowUp[];
}

/**
 * The message for a finished request, or with `last` the second one. Made from stored documents only, so that a
 * repetition says the same.
 */
export function resultMessage(
  stored: StoredRequest,
  status: RequestStatus,
  first?: Certificate,
  last?: LastWord,
): ResultMessage {
  const certificate = last?.certificate?.certificate ?? first;
  const sha256 = last?.certificate?.sha256 ?? status.certificate?.sha256;
  const sum = (counts: Record<string, Partial<Record<string, number>>> | undefined, ...outcomes: string[]) =>
    Object.values(counts ?? {}).reduce(
      (total, byOutcome) => total + outcomes.reduce((inner, outcome) => inner + (byOutcome[outcome] ?? 0), 0),
      0,
    );
  const gapOutcomes = Object.entries(certificate?.results.outcomes ?? {})
    .filter(([outcome]) => isGap(outcome as Outcome))
    .reduce((total, [, count]) => total + count, 0);
  return {
    messageId: `${status.key}-${status.state}${last ? '-final' : ''}`,
    requestId: stored.requestId,
    ticket: stored.request.ticket,
    state: status.state,
    counts: {
      exported: sum(certificate?.results.items.export, 'exported'),
      erased: sum(certificate?.results.items.erase, 'deleted', 'already_absent', 'archived_only'),
      kept: certificate?.results.keptCount ?? 0,
      gaps: (certificate?.gaps.length ?? 0) + gapOutcomes,
    },
    ...(certificate?.stage ? { stage: certificate.stage } : {}),
    ...(last && last.followUps.length > 0 ? { followUps: followUpCounts(last.followUps) } : {}),
    ...(sha256
      ? {
          certificate: {
            location: `/api/requests/${encodeURIComponent(stored.requestId)}/certificate`,
            sha256,
          },
        }
      : {}),
  };
}

function followUpCounts(followUps: readonly FollowUp[]): ResultMessage['followUps'] {
  const count = (outcome: FollowUp['outcome']) => followUps.filter((entry) => entry.outcome === outcome).length;
  return { done: count('deleted'), failed: count('failed') };
}
