import type { DeletedShare } from './deleted-shares';
import type { Share } from './file-shares';
import type { NodeFacts } from './tree';

/** Text as it stands between tags or in an attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

const tag = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`;

/** Names that XML cannot hold come percent-encoded (Azure docs: List Directories and Files, since 2021-12-02). */
function nameTag(name: string): string {
  if (!/[\p{Cc}\ufffe\uffff]/u.test(name)) return tag('Name', name);
  return `<Name Encoded="true">${escapeXml(encodeURIComponent(name))}</Name>`;
}

const head = '<?xml version="1.0" encoding="utf-8"?>';

/** One page of files and directories. */
export function directoryPage(
  endpoint: string,
  share: Share,
  path: string,
  page: { nodes: readonly NodeFacts[]; next: string; include: ReadonlySet<string> },
): string {
  const snapshot = share.snapshot === undefined ? '' : ` ShareSnapshot="${share.snapshot}"`;
  const attributes = `ServiceEndpoint="${endpoint}" ShareName="${share.name}"${snapshot} DirectoryPath="${escapeXml(path)}"`;
  const entries = page.nodes.map((node) => entryOf(node, page.include)).join('');
  return `${head}<EnumerationResults ${attributes}><Entries>${entries}</Entries>${tag('NextMarker', page.next)}</EnumerationResults>`;
}

function entryOf(node: NodeFacts, include: ReadonlySet<string>): string {
  const { kind, name, size, createdAt, modifiedAt, etag } = node;
  const properties = [
    kind === 'file' ? tag('Content-Length', String(size)) : '',
    include.has('timestamps')
      ? tag('CreationTime', createdAt) +
        tag('LastAccessTime', modifiedAt) +
        tag('LastWriteTime', modifiedAt) +
        tag('ChangeTime', modifiedAt) +
        tag('Last-Modified', new Date(modifiedAt).toUTCString())
      : '',
    include.has('etag') ? tag('Etag', `"${etag}"`) : '',
  ].join('');
  const attributes = include.has('attributes') ? tag('Attributes', kind === 'file' ? 'Archive' : 'Directory') : '';
  const element = kind === 'file' ? 'File' : 'Directory';
  return `<${element}>${nameTag(name)}<Properties>${properties}</Properties>${attributes}</${element}>`;
}

/** One page of shares; those that were deleted come after the others. */
export function sharePage(
  endpoint: string,
  { shares, deleted, next }: { shares: readonly Share[]; deleted: readonly DeletedShare[]; next: string },
): string {
  const entries = shares.map(({ name, snapshot, root }) => {
    const properties = [
      tag('Last-Modified', new Date(root.modifiedAt).toUTCString()),
      tag('Etag', `"${root.etag}"`),
      tag('Quota', '102400'),
      tag('EnabledProtocols', 'SMB'),
    ].join('');
    const when = snapshot === undefined ? '' : tag('Snapshot', snapshot);
    return `<Share>${tag('Name', name)}${when}<Properties>${properties}</Properties></Share>`;
  });
  return `${head}<EnumerationResults ServiceEndpoint="${endpoint}"><Shares>${entries.join('')}${deleted.map(deletedEntry).join('')}</Shares>${tag('NextMarker', next)}</EnumerationResults>`;
}

function deletedEntry({ name, deletedTime, remainingDays }: DeletedShare): string {
  const at = new Date(deletedTime).toUTCString();
  const properties = [
    tag('Last-Modified', at),
    tag('Etag', '"0x0"'),
    tag('Quota', '102400'),
    tag('DeletedTime', at),
    tag('RemainingRetentionDays', String(remainingDays)),
  ].join('');
  const version = tag('Version', '01D64EB9886F00C4');
  return `<Share>${tag('Name', name)}<Deleted>true</Deleted>${version}<Properties>${properties}</Properties></Share>`;
}

/** The handles that are open on a path. */
export function handlePage(path: string, handles: readonly string[], openedAt: string): string {
  const entries = handles.map((id) => {
    const who = tag('SessionId', '1') + tag('ClientIp', '10.0.0.4:445') + tag('ClientName', '') + tag('FileId', '1');
    const when = tag('OpenTime', new Date(openedAt).toUTCString());
    return `<Handle>${tag('HandleId', id)}${tag('Path', path)}${who}${tag('ParentId', '0')}${when}</Handle>`;
  });
  return `${head}<EnumerationResults><Entries>${entries.join('')}</Entries><NextMarker /></EnumerationResults>`;
}
