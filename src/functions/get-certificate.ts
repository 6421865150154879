import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { RequestError } from '../errors';
import { certificateHtml } from '../requests/certificate/certificate-html';
import { issuedCertificate, type Issued } from '../requests/certificate/issue';
import { canonicalJson } from '../requests/keys';
import { findRequest, loadStatus } from '../requests/request-store';
import { wantsHtml } from './accept';
import { requireReader } from './caller';
import { httpFunction, refuseQuery } from './http';

/** The certificate that a call asks for with `issue`, else the newest. Throws `not_ready` when there is none. */
export async function askedCertificate(call: HttpRequest): Promise<Issued> {
  const { key } = await findRequest(call.params.id ?? '');
  const asked = call.query.get('issue');
  refuseQuery(asked === null || /^[12]$/.test(asked) ? [] : [{ pointer: '/issue', detail: 'must be 1 or 2' }]);
  // Until the request has its final state, what was written may still lose against what its twin writes.
  const { certificate: written } = await loadStatus(key);
  if (!written) throw new RequestError('not_ready', 'The certificate is written when the request has ended.');
  const final = asked === '1' ? undefined : await issuedCertificate(key, 2);
  if (asked === '2' && !final)
    throw new RequestError('not_ready', 'The final certificate is issued when nothing of it can be restored any more.');
  const found = final ?? (await issuedCertificate(key, 1));
  if (!found) throw new RequestError('internal');
  return found;
}

httpFunction('getCertificate', 'GET', 'requests/{id}/certificate', async (call): Promise<HttpResponseInit> => {
  requireReader(call);
  const { certificate, sha256 } = await askedCertificate(call);
  const headers = { 'x-certificate-sha256': sha256 };
  if (wantsHtml(call.headers.get('accept'))) {
    const body = certificateHtml(certificate, sha256);
    return { body, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } };
  }
  // The canonical text: what is saved has exactly this hash.
  return { body: canonicalJson(certificate), headers: { ...headers, 'content-type': 'application/json' } };
});
