import { day } from '../state/clock';
import { leaseState, isHeld } from '../operations/leases';
import type { CopyState, ListLine } from '../state/listing';
import { isDirectory, type Container, type Copy } from '../state/model';
import { element, escapeXml, metadataElement, nameElement } from './xml';

/** What the lines of one listing have in common; `now` in milliseconds since 1970. */
export interface XmlContext {
  container: Container;
  now: number;
  include: ReadonlySet<string>;
  hierarchical: boolean;
}

/** A blob, version or snapshot as List Blobs shows it (Azure docs: List Blobs, response body). */
export function blobElement(line: ListLine & { kind: 'copy' }, context: XmlContext): string {
  const { copy, state, name } = line;
  const { include } = context;
  const versionId = copy.versionId === undefined ? '' : `<VersionId>${copy.versionId}</VersionId>`;
  return (
    `<Blob>${nameElement('Name', name)}` +
    (state === 'snapshot' ? `<Snapshot>${copy.snapshot ?? ''}</Snapshot>` : '') +
    versionId +
    (state === 'current' && versionId !== '' ? '<IsCurrentVersion>true</IsCurrentVersion>' : '') +
    element('DeletionId', copy.deletionId) +
    (copy.deleted === undefined && state !== 'versionsOnly' ? '' : '<Deleted>true</Deleted>') +
    (state === 'versionsOnly' ? '<HasVersionsOnly>true</HasVersionsOnly>' : '') +
    `<Properties>${properties(copy, state, line, context)}</Properties>` +
    (include.has('metadata') ? metadataElement(copy.metadata) : '') +
    (include.has('tags') ? tagsElement(copy) : '') +
    '<OrMetadata /></Blob>'
  );
}

function properties(copy: Copy, state: CopyState, line: ListLine & { kind: 'copy' }, context: XmlContext): string {
  const { headers, deleted, immutable, copied } = copy;
  const { now, include, hierarchical } = context;
  const lease = state === 'current' ? line.named.lease : undefined;
  const type = hierarchical ? `<ResourceType>${isDirectory(copy) ? 'directory' : 'file'}</ResourceType>` : '';
  return (
    `<Creation-Time>${utc(copy.createdAt)}</Creation-Time><Last-Modified>${utc(copy.modifiedAt)}</Last-Modified>` +
    `<Etag>${copy.etag}</Etag>${type}<Content-Length>${copy.content.length}</Content-Length>` +
    `<Content-Type>${escapeXml(headers.type)}</Content-Type>${optional('Content-Encoding', headers.encoding)}` +
    `${optional('Content-Language', headers.language)}<Content-CRC64 />${optional('Content-MD5', copy.md5)}` +
    `${optional('Cache-Control', headers.cacheControl)}${optional('Content-Disposition', headers.disposition)}` +
    '<BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred>' +
    (state === 'current'
      ? `<LeaseStatus>${isHeld(lease, now) ? 'locked' : 'unlocked'}</LeaseStatus>` +
        `<LeaseState>${leaseState(lease, now)}</LeaseState>` +
        (isHeld(lease, now) ? `<LeaseDuration>${lease?.duration === -1 ? 'infinite' : 'fixed'}</LeaseDuration>` : '')
      : '') +
    (copied === undefined || !include.has('copy')
      ? ''
      : `${element('CopyId', copied.id)}${element('CopySource', copied.source)}<CopyStatus>success</CopyStatus>` +
        `${element('CopyCompletionTime', utc(copied.at))}`) +
    '<ServerEncrypted>true</ServerEncrypted>' +
    // Recorded answers of the service count whole days that are left: 6 of 7 right after the deletion.
    (deleted === undefined
      ? ''
      : `<DeletedTime>${utc(deleted.at)}</DeletedTime>` +
        `<RemainingRetentionDays>${Math.floor((deleted.until - now) / day)}</RemainingRetentionDays>`) +
    (copy.tags === undefined ? '' : `<TagCount>${Object.keys(copy.tags).length}</TagCount>`) +
    (immutable === undefined || !include.has('immutabilitypolicy')
      ? ''
      : `<ImmutabilityPolicyUntilDate>${utc(immutable.until)}</ImmutabilityPolicyUntilDate>` +
        `<ImmutabilityPolicyMode>${immutable.locked ? 'locked' : 'unlocked'}</ImmutabilityPolicyMode>`) +
    (copy.legalHold && include.has('legalhold') ? '<LegalHold>true</LegalHold>' : '')
  );
}

/** A common prefix of names, or a directory. */
export function prefixElement(prefix: string, { hierarchical }: XmlContext): string {
  const type = hierarchical ? '<Properties><ResourceType>directory</ResourceType></Properties>' : '';
  return `<BlobPrefix>${nameElement('Name', prefix)}${type}</BlobPrefix>`;
}

/** A name with blocks that were never committed: it has no etag and no content yet. */
export function uncommittedElement(name: string): string {
  return (
    `<Blob>${nameElement('Name', name)}<Properties><Content-Length>0</Content-Length>` +
    '<Content-Type>application/octet-stream</Content-Type><BlobType>BlockBlob</BlobType>' +
    '<LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState></Properties><OrMetadata /></Blob>'
  );
}

function tagsElement({ tags }: Copy): string {
  if (tags === undefined) return '';
  const set = Object.entries(tags).map(([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`);
  return `<Tags><TagSet>${set.join('')}</TagSet></Tags>`;
}

function optional(tag: string, value: string | undefined): string {
  return value === undefined ? `<${tag} />` : `<${tag}>${escapeXml(value)}</${tag}>`;
}

let last = { second: 0, text: '' };

/** A time as HTTP writes it. Listings repeat the same second over and over. */
function utc(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (last.second !== second) last = { second, text: new Date(milliseconds).toUTCString() };
  return last.text;
}
