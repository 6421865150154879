import { RequestError } from '../errors';
import type { Certificate } from '../requests/certificate/certificate';
import { certificateHtml } from '../requests/certificate/certificate-html';
import { findRequest, loadStatus } from '../requests/request-store';
import { Documents } from '../storage/documents';
import { wantsHtml } from './accept';
import { requireReader } from './caller';
import { httpFunction } from './http';
import type { HttpResponseInit } from '@azure/functions';

httpFunction('getCertificate', 'GET', 'requests/{id}/certificate', async (call): Promise<HttpResponseInit> => {
  requireReader(call);
  const { key } = await findRequest(call.params.id ?? '');
  const { certificate: written } = await loadStatus(key);
  if (!written) throw new RequestError('not_ready', 'The certificate is written when the request has ended.');
  const certificate = await new Documents().needFixed<Certificate>(written.blob);
  if (!wantsHtml(call.headers.get('accept')))
    return { jsonBody: certificate, headers: { 'x-certificate-sha256': written.sha256 } };
  return { body: certificateHtml(certificate), headers: { 'content-type': 'text/html; charset=utf-8' } };
});
