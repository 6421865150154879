import { bytesId, bytesOf } from '../../e2e/listed-bytes';
import type { Evidence, RequestEvidence } from '../evidence';
import { lastLines } from './claims';
import { isImage, placeOfUrl } from './place';

/** What was erased without a true copy in the package of a request that asked for both, and packages that lie. */
export function wrongExports(evidence: Pick<Evidence, 'before' | 'requests'>): string[] {
  const hashes = new Map(bytesOf(evidence.before).map((blob) => [`${bytesId(blob)} ${blob.etag}`, blob.md5]));
  return evidence.requests.flatMap((one) => [
    ...wrongFiles(one, hashes),
    ...(one.request.body.action === 'export_and_erase' ? notExported(one) : []),
  ]);
}

function wrongFiles(
  { request, files = [], view, certificate }: RequestEvidence,
  hashes: ReadonlyMap<string, string | undefined>,
): string[] {
  const wrong: string[] = [];
  const exported = certificate?.results.outcomes.exported ?? 0;
  if (exported > 0 && files.length === 0 && view?.state !== 'cancelled')
    wrong.push(`${request.id} says that it exported ${exported} things, and has no package`);
  for (const { path, sha256, size, source = '', etag, found } of files) {
    if (found?.sha256 !== sha256 || found.size !== size)
      wrong.push(`${request.id}: the manifest does not have what the package holds: ${path}`);
    const place = etag === undefined ? undefined : placeOfUrl(source);
    const before = place && hashes.get(`${place} ${etag?.replaceAll('"', '')}`);
    if (before && before !== found?.md5) wrong.push(`${request.id}: the copy is not what the service held: ${path}`);
  }
  return wrong;
}

function notExported(evidence: RequestEvidence): string[] {
  const { request, files = [] } = evidence;
  const lines = lastLines(evidence);
  const exported = new Set(
    lines
      .filter(({ step, outcome }) => step === 'export' && outcome === 'exported')
      .map((line) => (line.kind === 'item' ? line.ref : `${line.id} ${line.etag}`)),
  );
  const copies = new Set(files.map((file) => `${file.source} ${file.etag}`));
  return lines
    .filter(({ step, outcome }) => step === 'erase' && outcome === 'deleted')
    .flatMap((line) => {
      if (line.kind === 'item')
        return exported.has(line.ref) ? [] : [`${request.id} deleted without exporting it: ${line.id}`];
      // Nobody can read blocks that were never committed, a directory has no content, and images are not exported.
      if (line.etag === undefined || line.etag === '' || line.etag === 'directory' || isImage(line.id)) return [];
      const key = `${line.id} ${line.etag}`;
      if (!exported.has(key)) return [`${request.id} deleted without exporting it: ${line.id}`];
      return copies.has(key) ? [] : [`${request.id} says exported, but its package has no copy: ${line.id}`];
    });
}
