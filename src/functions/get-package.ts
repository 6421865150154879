import type { HttpResponseInit } from '@azure/functions';
import type { Readable } from 'node:stream';
import { settings } from '../config/settings';
import { RequestError } from '../errors';
import { findRequest, loadStatus, type RequestStatus } from '../requests/request-store';
import { asAttachment, expiringLink } from '../storage/package-link';
import { wantsHtml } from './accept';
import { requireRole, roles } from './caller';
import { httpFunction } from './http';
import { packageBlob } from './package-blob';
import { requestUrl } from './view';

/** The sealed package of a request. Throws `not_ready`. */
export async function sealedPackage(id: string): Promise<NonNullable<RequestStatus['package']>> {
  const { key } = await findRequest(id);
  const { package: sealed } = await loadStatus(key);
  if (sealed) return sealed;
  throw new RequestError('not_ready', 'There is no package: the request has not ended, or exports nothing.');
}

httpFunction('getPackage', 'GET', 'requests/{id}/package', async (call): Promise<HttpResponseInit> => {
  requireRole(call, roles.export);
  const id = call.params.id ?? '';
  const sealed = await sealedPackage(id);
  const { bytes, files } = sealed;
  if (!sealed.blob) {
    const folder = `${requestUrl(id)}/package`;
    const links = { readme: `${folder}/README.html`, manifest: `${folder}/manifest.json` };
    if (wantsHtml(call.headers.get('accept'))) return { status: 302, headers: { location: links.readme } };
    return { jsonBody: { zip: false, bytes, files, links } };
  }
  const blob = await packageBlob(sealed.blob);
  const { PACKAGE_STREAM_LIMIT_BYTES, PACKAGE_LINK_MINUTES } = settings();
  if (bytes > PACKAGE_STREAM_LIMIT_BYTES) {
    const link = await expiringLink(blob, PACKAGE_LINK_MINUTES, 'package.zip');
    return { jsonBody: { ...link, bytes, files } };
  }
  const answer = await blob.download(0, undefined, { maxRetryRequests: 5 });
  return {
    body: answer.readableStreamBody as Readable,
    headers: { 'content-type': 'application/zip', 'content-disposition': asAttachment('package.zip') },
  };
});
