import { raise, type EventLog } from '../config/events';
import type { Certificate } from '../requests/certificate/certificate';
import type { CertificateInput } from '../requests/certificate/certificate-input';
import { endingName, issue } from '../requests/certificate/issue';
import { loadStatus, updateStatus } from '../requests/request-store';
import { expectSecondStage } from '../requests/second-stage';
import type { RequestState } from '../requests/states';
import { Documents } from '../storage/documents';

/** Issues the first certificate, and ends the request with its final state, which is told to operators. */
export async function issueCertificate(input: CertificateInput, log: EventLog): Promise<{ state: RequestState }> {
  const { key } = input;
  const known = await loadStatus(key);
  if (known.certificate) return { state: known.state };
  await new Documents().create(endingName(key), input);
  const { blob, sha256, certificate } = await issue(input, { issue: 1 });
  // Before the state that ends the request: nothing is lost when this process dies in between.
  if (certificate.stage === 'inaccessible') await expectSecondStage(key, certificate);
  const { state, gaps } = certificate;
  const status = await updateStatus(key, (current) =>
    current.certificate
      ? {}
      : {
          ...{ state, certificate: { blob, sha256 }, gapCount: gaps.length },
          ...{ failure: input.failure, package: input.package },
        },
  );
  if (state === 'failed') raise(log, 'request_failed', { request: key });
  if (state === 'completed_with_gaps') raise(log, 'completed_with_gaps', { request: key, gaps: gaps.length });
  tellUnsigned(log, key, certificate);
  return { state: status.state };
}

/** Tells operators when a certificate has no signature although a key is set. */
export function tellUnsigned(log: EventLog, key: string, { unsigned }: Certificate): void {
  if (unsigned !== undefined && unsigned !== 'no_key') {
    raise(log, 'certificate_unsigned', { request: key, code: unsigned });
  }
}
