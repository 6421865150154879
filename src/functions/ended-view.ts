import type { Certificate } from '../requests/certificate/certificate';
import { issuedCertificate } from '../requests/certificate/issue';
import { followUpsOf, type FollowUp } from '../requests/follow-ups';
import { secondStageOf } from '../requests/second-stage';
import type { Gap } from '../resources/resource-type';

/** One certificate in the view of a request. */
export interface CertificateView extends Pick<Certificate, 'issue' | 'stage' | 'issuedAt' | 'irrecoverableOn'> {
  sha256: string;
}

/** What callers see of a request that has ended, beyond its status, which never changes then. */
export interface EndedView {
  /** Of the newest certificate. */
  gaps: Gap[];
  certificates: CertificateView[];
  /** The day of the next look, UTC, while something is waited for. */
  nextCheck?: string;
  followUps?: Omit<FollowUp, 'detail'>[];
}

/** What is known of an ended request: its certificates, and what it still waits for. */
export async function endedView(key: string): Promise<EndedView> {
  const issued = [await issuedCertificate(key, 1), await issuedCertificate(key, 2)].filter(
    (each) => each !== undefined,
  );
  const stage = await secondStageOf(key);
  const followUps = (await followUpsOf(key)).map(({ detail: _, ...shown }) => shown);
  return {
    gaps: issued.at(-1)?.certificate.gaps ?? [],
    certificates: issued.map(({ sha256, certificate: { issue, stage, issuedAt, irrecoverableOn } }) => ({
      ...{ issue, stage, issuedAt, irrecoverableOn, sha256 },
    })),
    ...(stage?.nextCheck ? { nextCheck: stage.nextCheck } : {}),
    ...(followUps.length > 0 ? { followUps } : {}),
  };
}
