import type { Readable } from 'node:stream';
import { settings } from '../config/settings';
import { RequestError } from '../errors';
import { findRequest, loadStatus } from '../requests/request-store';
import { containers, ownContainer } from '../storage/documents';
import { expiringLink } from '../storage/package-link';
import { requireRole, roles } from './caller';
import { httpFunction } from './http';

httpFunction('getPackage', 'GET', 'requests/{id}/package', async (call) => {
  requireRole(call, roles.export);
  const { key } = await findRequest(call.params.id ?? '');
  const { package: sealed } = await loadStatus(key);
  if (!sealed)
    throw new RequestError('not_ready', 'There is no package: the request has not ended, or exports nothing.');
  const blob = (await ownContainer(containers.packages)).getBlobClient(sealed.blob);
  const { PACKAGE_STREAM_LIMIT_BYTES, PACKAGE_LINK_MINUTES } = settings();
  if (sealed.bytes > PACKAGE_STREAM_LIMIT_BYTES) {
    const link = await expiringLink(blob, PACKAGE_LINK_MINUTES);
    return { jsonBody: { ...link, bytes: sealed.bytes, files: sealed.files } };
  }
  const answer = await blob.download(0, undefined, { maxRetryRequests: 5 });
  return {
    body: answer.readableStreamBody as Readable,
    headers: { 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="package.zip"' },
  };
});
