import { normalisePath, resolveUri, type ByteRange } from '../../storage/uri';
import { rangesOfRun, runOfPath } from './run-ranges';
import type { Found } from '../resource-type';
import { uriContext, type OwnersView, type Workspace } from '../workspace';

/** The part of a found asset that its URI decides. */
export type AssetBytes = Pick<Found, 'ranges' | 'elsewhere' | 'madeBy'>;

/**
 * The bytes behind an asset's URI, and the job that made them if they lie in a job's own folders. `kind` says what
 * the asset declares: a model may be a file or a folder without saying which, so both are taken. `owners` is given to
 * read what others own: then more counts than the workspace's own account, and what is unclear counts whole.
 */
export function bytesOfAsset(
  workspace: Workspace,
  uri: string | undefined,
  kind: 'file' | 'folder' | 'either',
  owners?: OwnersView,
): AssetBytes {
  if (!uri) return { ranges: [] };
  const resolved = resolveUri(uri, kind === 'folder', uriContext(workspace, owners));
  if (resolved.kind === 'out_of_scope') {
    return { ranges: [], elsewhere: [{ uri: uri.replace(/\?.*$/, ''), reason: resolved.reason }] };
  }
  if (resolved.kind === 'run') {
    const base = rangesOfRun(workspace, resolved.runId, `dcid.${resolved.runId}`)[0];
    const below = resolved.path === '' ? '' : normalisePath(resolved.path);
    if (base && below === undefined && owners) return { ranges: [base], madeBy: [resolved.runId] };
    if (!base || below === undefined) return { ranges: [], elsewhere: [{ uri, reason: 'unsafe_path' }] };
    const path = base.path + below;
    const range: ByteRange = { ...base, path, kind: path.endsWith('/') ? 'prefix' : 'blob' };
    return { ranges: spread(range, kind), madeBy: [resolved.runId] };
  }
  const run = runOfPath(workspace, resolved.range);
  return { ranges: spread(resolved.range, kind), ...(run ? { madeBy: [run] } : {}) };
}

function spread(range: ByteRange, kind: 'file' | 'folder' | 'either'): ByteRange[] {
  if (range.kind === 'prefix' || kind === 'file') return [range];
  const folder: ByteRange = { ...range, path: `${range.path}/`, kind: 'prefix' };
  return kind === 'folder' ? [folder] : [range, folder];
}
