import type { HttpResponseInit } from '@azure/functions';
import type { Readable } from 'node:stream';
import { settings } from '../config/settings';
import { RequestError } from '../errors';
import { findFile, type PackageContents } from '../requests/package/package-contents';
import { Documents } from '../storage/documents';
import { asAttachment, expiringLink } from '../storage/package-link';
import { requireRole, roles } from './caller';
import { sealedPackage } from './get-package';
import { httpFunction } from './http';
import { packageBlob } from './package-blob';

/** The page that a package begins with. */
const readme = 'README.html';

/** Types by ending; everything else is bytes. What comes from a workspace is never shown as a page of this app. */
const types: ReadonlyMap<string, string> = new Map([
  ['json', 'application/json; charset=utf-8'],
  ['csv', 'text/csv; charset=utf-8'],
  ['txt', 'text/plain; charset=utf-8'],
  ['log', 'text/plain; charset=utf-8'],
]);

const sandboxed = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-downloads";

httpFunction('getPackageFile', 'GET', 'requests/{id}/package/{*path}', async (call): Promise<HttpResponseInit> => {
  requireRole(call, roles.export);
  const sealed = await sealedPackage(call.params.id ?? '');
  const path = call.params.path ?? '';
  const contents = await new Documents().needFixed<PackageContents>(sealed.contents);
  const file = await findFile(contents, path);
  if (!file) throw new RequestError('not_found', 'The package has no such file; manifest.json lists all.');
  const blob = await packageBlob(file.blob);
  const name = path.split('/').pop() ?? '';
  const { PACKAGE_STREAM_LIMIT_BYTES, PACKAGE_LINK_MINUTES } = settings();
  // The page itself always comes from here, however long it is: its links are relative.
  if (file.size > PACKAGE_STREAM_LIMIT_BYTES && path !== readme) {
    const { link } = await expiringLink(blob, PACKAGE_LINK_MINUTES, name);
    return { status: 302, headers: { location: link, 'referrer-policy': 'no-referrer' } };
  }
  const answer = await blob.download(0, undefined, { maxRetryRequests: 5 });
  const shown = { 'content-type': 'text/html; charset=utf-8' };
  const saved = {
    'content-type': types.get(name.split('.').pop() ?? '') ?? 'application/octet-stream',
    'content-disposition': asAttachment(name),
  };
  return {
    body: answer.readableStreamBody as Readable,
    headers: {
      ...(path === readme ? shown : saved),
      'content-security-policy': sandboxed,
      'referrer-policy': 'no-referrer',
    },
  };
});
