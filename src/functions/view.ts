import type { RequestStatus } from '../requests/request-store';
import { isTerminal } from '../requests/states';
import type { Gap } from '../resources/resource-type';

/** The route of a request; the durable management URLs never leave the app, they carry a key. */
export function requestUrl(requestId: string): string {
  return `/api/requests/${encodeURIComponent(requestId)}`;
}

/** What callers see of a request. */
export function viewOf(requestId: string, status: RequestStatus, gaps: readonly Gap[] = []) {
  const self = requestUrl(requestId);
  const { state, action, dryRun, receivedAt, timeline, progress, gapCount, failure } = status;
  return {
    ...{
      id: requestId,
      state,
      stage: isTerminal(state) ? 'ended' : state,
      action,
      dryRun,
      receivedAt,
      timeline,
      progress,
    },
    ...{ gapCount, gaps, failure },
    ...(status.plan ? { planHash: status.plan.hash } : {}),
    ...(status.certificate ? { certificateSha256: status.certificate.sha256 } : {}),
    ...(status.package ? { package: { files: status.package.files, bytes: status.package.bytes } } : {}),
    links: {
      self,
      ...(status.plan ? { plan: `${self}/plan` } : {}),
      ...(state === 'awaiting_approval' ? { approval: `${self}/approval` } : {}),
      ...(isTerminal(state) ? {} : { cancel: `${self}/cancel` }),
      ...(status.certificate ? { certificate: `${self}/certificate` } : {}),
      ...(status.package ? { package: `${self}/package` } : {}),
    },
  };
}
