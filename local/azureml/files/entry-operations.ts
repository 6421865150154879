import type { FileAnswer, FileCall } from './file-call';
import { headerOf, shareOf, writableShareOf } from './file-call';
import { FileError, unsupported } from './file-error';
import { rangeOf } from './range';
import type { Share } from './file-shares';
import type { NodeFacts, TreeNode } from './tree';
import { keyOfName, nodeAt } from './tree';
import { directoryPage, handlePage } from './xml';

/** The most that one page of a directory holds. The service allows itself fewer than asked for, and so does this. */
const pageLimit = 50;

/** Calls about a directory or a file. */
export function ofEntry(call: FileCall): FileAnswer {
  const { method, query } = call;
  const reads = method === 'GET' || method === 'HEAD';
  if (query.comp === 'listhandles' && method === 'GET') return listHandles(call);
  if (query.comp === 'forceclosehandles' && method === 'PUT') return closeHandles(call);
  if (query.restype === 'directory') {
    if (reads && query.comp === 'list') return listDirectory(call);
    if (reads && query.comp === undefined) return { status: 200, headers: headersOf(need(call, 'directory')) };
    if (method === 'PUT' && query.comp === undefined) return make(call, 'directory', 0);
    if (method === 'DELETE') return remove(call, 'directory');
  } else if (query.comp === undefined) {
    if (reads) return download(call);
    if (method === 'PUT') return make(call, 'file', Number(headerOf(call, 'x-ms-content-length') ?? 0));
    if (method === 'DELETE') return remove(call, 'file');
  } else if (query.comp === 'range' && method === 'PUT') return writeRange(call);
  throw unsupported('this call on a file or directory');
}

function listDirectory(call: FileCall): FileAnswer {
  const share = shareOf(call);
  const directory = need(call, 'directory');
  const prefix = keyOfName(call.query.prefix ?? '');
  const after = Buffer.from(call.query.marker ?? '', 'base64url').toString('utf8');
  const names = [...directory.children.keys()].filter((name) => name.startsWith(prefix) && name > after).sort(byCode);
  const limit = Math.min(pageLimit, Number(call.query.maxresults ?? pageLimit));
  const shown = names.slice(0, limit);
  const next = names.length > limit ? Buffer.from(shown.at(-1) ?? '').toString('base64url') : '';
  const include = new Set((call.query.include ?? '').toLowerCase().split(','));
  const nodes = shown.flatMap((name) => directory.children.get(name) ?? []);
  const body = directoryPage(call.endpoint, share, call.path.join('/'), { nodes, next, include });
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function download(call: FileCall): FileAnswer {
  const node = need(call, 'file');
  const headers = headersOf(node);
  if (call.method === 'HEAD') return { status: 200, headers: { ...headers, 'content-length': String(node.size) } };
  const bytes = call.files.read(node);
  const range = rangeOf(headerOf(call, 'x-ms-range') ?? headerOf(call, 'range'), node.size);
  if (!range) return { status: 200, headers, body: bytes };
  const contentRange = `bytes ${range.from}-${range.to}/${node.size}`;
  return {
    status: 206,
    headers: { ...headers, 'content-range': contentRange },
    body: bytes.subarray(range.from, range.to + 1),
  };
}

function make(call: FileCall, kind: NodeFacts['kind'], size: number): FileAnswer {
  const share = writableShareOf(call);
  const name = call.path.at(-1) ?? '';
  if (name === '' || /["\\/:|<>*?\p{Cc}]/u.test(name) || name === '.' || name === '..' || name.length > 255) {
    const fact = 'Names have 1 to 255 characters, none of them one of " \\ / : | < > * ? (Azure docs: naming).';
    throw new FileError(400, 'InvalidResourceName', 'The specified resource name contains invalid characters.', fact);
  }
  if (nodeAt(share.root, call.path.slice(0, -1))?.kind !== 'directory') {
    const fact = 'The directory above must exist (Azure docs: Create File, Create Directory).';
    throw new FileError(404, 'ParentNotFound', 'The specified parent path does not exist.', fact);
  }
  const known = nodeAt(share.root, call.path);
  if (known && (kind === 'directory' || known.kind === 'directory')) {
    const fact =
      'What exists is not made again, except that a file replaces a file (Azure docs: Create Directory, Create File).';
    throw new FileError(409, 'ResourceAlreadyExists', 'The specified resource already exists.', fact);
  }
  return { status: 201, headers: headersOf(call.files.put(share, call.path, kind, size, call.now)) };
}

function writeRange(call: FileCall): FileAnswer {
  const share = writableShareOf(call);
  const node = need(call, 'file');
  const range = rangeOf(headerOf(call, 'x-ms-range') ?? headerOf(call, 'range'), node.size);
  if (!range || range.to - range.from + 1 !== call.body.length) {
    const fact = 'The range must lie in the file and be as long as the body (Azure docs: Put Range).';
    throw new FileError(
      416,
      'InvalidRange',
      'The range specified is invalid for the current size of the resource.',
      fact,
    );
  }
  return { status: 201, headers: headersOf(call.files.writeRange(share, call.path, range.from, call.body, call.now)) };
}

function remove(call: FileCall, kind: NodeFacts['kind']): FileAnswer {
  const share = writableShareOf(call);
  const node = need(call, kind);
  if (handlesOf(share, call.path).length > 0) {
    const fact = 'What an SMB client has open without sharing its deletion stays (Azure docs: managing file locks).';
    throw new FileError(409, 'SharingViolation', 'The specified resource may be in use by an SMB client.', fact);
  }
  if (node.children.size > 0) {
    const fact = 'Only empty directories are deleted (Azure docs: Delete Directory).';
    throw new FileError(409, 'DirectoryNotEmpty', "The specified directory isn't empty.", fact);
  }
  if (call.path.length === 0) throw unsupported('deleting the root of a share');
  call.files.drop(share, call.path, call.now);
  return { status: 202 };
}

function listHandles(call: FileCall): FileAnswer {
  const share = shareOf(call);
  const node = need(call);
  const body = handlePage(call.path.join('/'), handlesOf(share, call.path), node.modifiedAt);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function closeHandles(call: FileCall): FileAnswer {
  const share = writableShareOf(call);
  need(call);
  const open = handlesOf(share, call.path);
  const id = headerOf(call, 'x-ms-handle-id');
  const left = id === '*' ? [] : open.filter((handle) => handle !== id);
  call.files.setHandles(share, call.path, left);
  const closed = { 'x-ms-number-of-handles-closed': String(open.length - left.length) };
  return { status: 200, headers: { ...closed, 'x-ms-number-of-handles-failed': '0' } };
}

function handlesOf(share: Share, path: readonly string[]): string[] {
  return share.handles.get(path.join('/').toLowerCase()) ?? [];
}

/** What is at the path of a call. */
function need(call: FileCall, kind?: NodeFacts['kind']): TreeNode {
  const share = shareOf(call);
  const node = nodeAt(share.root, call.path);
  if (!node) {
    const above = nodeAt(share.root, call.path.slice(0, -1));
    const fact = 'What does not exist answers 404, also when the directory above is missing (Azure docs: error codes).';
    if (!above) throw new FileError(404, 'ParentNotFound', 'The specified parent path does not exist.', fact);
    throw new FileError(404, 'ResourceNotFound', 'The specified resource does not exist.', fact);
  }
  if (kind === undefined || node.kind === kind) return node;
  const fact = 'A file is no directory, and the other way round (Azure docs: error codes).';
  throw new FileError(
    409,
    'ResourceTypeMismatch',
    "The specified resource type doesn't match that of the resource.",
    fact,
  );
}

function headersOf(node: NodeFacts): Record<string, string> {
  return {
    etag: `"${node.etag}"`,
    'last-modified': new Date(node.modifiedAt).toUTCString(),
    'x-ms-type': node.kind === 'file' ? 'File' : 'Directory',
    'x-ms-file-creation-time': node.createdAt,
    'x-ms-file-last-write-time': node.modifiedAt,
    'x-ms-file-change-time': node.modifiedAt,
    'x-ms-server-encrypted': 'true',
  };
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : 1;
}
