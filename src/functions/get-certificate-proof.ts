import { RequestError } from '../errors';
import { proveLines, type Wanted } from '../requests/certificate/proof';
import { requireReader } from './caller';
import { askedCertificate } from './get-certificate';
import { httpFunction, refuseQuery } from './http';
import type { HttpRequest } from '@azure/functions';

httpFunction('getCertificateProof', 'GET', 'requests/{id}/certificate/proof', async (call) => {
  requireReader(call);
  const wanted = wantedOf(call);
  const { certificate, sha256 } = await askedCertificate(call);
  const proof = await proveLines(certificate, sha256, wanted);
  if (proof.lines.length === 0)
    throw new RequestError('not_found', 'The certificate has no line about this; its outcome documents have all.');
  return { jsonBody: proof };
});

/** What a call wants to be proven. Throws `invalid_query`. */
function wantedOf({ query }: HttpRequest): Wanted {
  const mark = query.get('mark');
  const ref = query.get('ref');
  refuseQuery([
    ...((mark === null) === (ref === null) ? [{ pointer: '/mark', detail: 'give either mark or ref' }] : []),
    ...(mark !== null && !/^[0-9a-f]{64}$/.test(mark) ? [{ pointer: '/mark', detail: 'must be 64 hex digits' }] : []),
    ...(ref !== null && !/^[0-9a-f]{16}$/.test(ref) ? [{ pointer: '/ref', detail: 'must be 16 hex digits' }] : []),
  ]);
  return mark === null ? { ref: ref ?? '' } : { mark };
}
