import fc from 'fast-check';
import type { BlobItem } from '@azure/storage-blob';
import { PageReader } from '../../../src/storage/bulk/page-reader';
import type { BlobEntry, BlobPage } from '../../../src/storage/bulk/types';
import { startOneAnswer, type OneAnswer } from './bulk-sdk';

/** What the service says about a blob, as a generator makes it up. */
interface Made {
  name: string;
  encoded: boolean;
  etag: string;
  size: number;
  times: (Date | undefined)[];
  snapshot?: string;
  versionId?: string;
  flags: boolean[];
  days?: number;
  metadata: Record<string, string>;
  rest: string[];
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const element = (tag: string, text: string | undefined) => (text === undefined ? '' : `<${tag}>${text}</${tag}>`);

function xmlOf(made: Made, gap: string): string {
  const [created, modified, deletedAt, immutable] = made.times.map((time) => time?.toUTCString());
  const [deleted, current, leased, legalHold, versionsOnly, withMetadata] = made.flags;
  const name = made.encoded
    ? `<Name Encoded="true">${encodeURIComponent(made.name)}</Name>`
    : element('Name', escape(made.name));
  const properties = [
    element('Creation-Time', created),
    // Every blob has one.
    element('Last-Modified', modified ?? 'Thu, 01 Jan 1970 00:00:00 GMT'),
    element('Etag', escape(made.etag)),
    element('Content-Length', String(made.size)),
    '<Content-Encoding />',
    ...made.rest.map((text) => element('Content-Type', escape(text))).slice(0, 1),
    element('LeaseStatus', leased ? 'locked' : 'unlocked'),
    element('DeletedTime', deletedAt),
    element('RemainingRetentionDays', made.days === undefined ? undefined : String(made.days)),
    element('ImmutabilityPolicyUntilDate', immutable),
    legalHold ? element('LegalHold', 'true') : '',
  ];
  const metadata = Object.entries(made.metadata).map(([key, value]) => element(key, escape(value)));
  return [
    '<Blob>',
    name,
    deleted ? element('Deleted', 'true') : '',
    element('Snapshot', made.snapshot),
    element('VersionId', made.versionId),
    current ? element('IsCurrentVersion', 'true') : '',
    `<Properties>${gap}${properties.join(gap)}${gap}</Properties>`,
    withMetadata ? `<Metadata>${metadata.join(gap)}</Metadata>` : '<Metadata />',
    versionsOnly ? element('HasVersionsOnly', 'true') : '',
    '<OrMetadata />',
    '</Blob>',
  ].join(gap);
}

function pageXml(blobs: readonly Made[], prefixes: readonly string[], next: string | undefined, gap: string): string {
  return [
    '\ufeff<?xml version="1.0" encoding="utf-8"?>',
    '<EnumerationResults ServiceEndpoint="https://127.0.0.1:1/" ContainerName="c">',
    '<Prefix>a</Prefix>',
    blobs.length + prefixes.length === 0 ? '<Blobs />' : '<Blobs>',
    ...blobs.map((made) => xmlOf(made, gap)),
    ...prefixes.map((name) => `<BlobPrefix>${element('Name', escape(name))}</BlobPrefix>`),
    blobs.length + prefixes.length === 0 ? '' : '</Blobs>',
    next === undefined ? '<NextMarker />' : element('NextMarker', escape(next)),
    '</EnumerationResults>',
  ].join(gap);
}

/** What the SDK read, in the words of our own contract. */
function asEntry(item: BlobItem): BlobEntry {
  const { properties, metadata } = item;
  const folder = Object.entries(metadata ?? {}).find(([key]) => key.toLowerCase() === 'hdi_isfolder')?.[1];
  const entry: BlobEntry = {
    name: item.name,
    etag: properties.etag.replaceAll('"', ''),
    size: properties.contentLength ?? 0,
    modifiedAt: properties.lastModified.toISOString(),
    createdAt: properties.createdOn?.toISOString(),
    snapshot: item.snapshot || undefined,
    versionId: item.versionId,
    isCurrentVersion: item.isCurrentVersion || undefined,
    deleted: item.deleted || undefined,
    versionsOnly: item.hasVersionsOnly || undefined,
    deletedAt: properties.deletedOn?.toISOString(),
    remainingDays: properties.remainingRetentionDays,
    isDirectory: folder === 'true' || undefined,
    leased: properties.leaseStatus === 'locked' || undefined,
    legalHold: properties.legalHold || undefined,
    immutableUntil: properties.immutabilityPolicyExpiresOn?.toISOString(),
  };
  return JSON.parse(JSON.stringify(entry)) as BlobEntry;
}

async function bySdk(service: OneAnswer, xml: string): Promise<{ blobs: BlobEntry[]; next?: string }> {
  service.answer = { status: 200, headers: { 'content-type': 'application/xml' }, body: xml };
  const { value } = (await service.client.getContainerClient('c').listBlobsFlat().byPage().next()) as {
    value: { segment: { blobItems: BlobItem[] }; continuationToken?: string };
  };
  const blobs = value.segment.blobItems.map(asEntry);
  return { blobs, ...(value.continuationToken ? { next: value.continuationToken } : {}) };
}

/** Characters that XML 1.0 can hold as they are; a line break is read as one whatever it was. */
const text = (maxLength: number, minLength = 0) =>
  fc
    .string({ unit: 'binary', minLength, maxLength })
    // eslint-disable-next-line no-control-regex -- these are the characters that XML can't hold
    .map((value) => value.replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, '~'));
const time = fc.option(
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => {
    date.setUTCMilliseconds(0);
    return date;
  }),
  { nil: undefined },
);
const key = fc.constantFrom('hdi_isfolder', 'Name', 'Etag', 'Blob', 'Metadata', 'Properties', 'NextMarker', 'k1');
const instant = fc.option(fc.constantFrom('2026-11-22T19:00:00.0000001Z', '2025-01-01T00:00:00.1234567Z'), {
  nil: undefined,
});
const made: fc.Arbitrary<Made> = fc.record({
  name: text(40, 1),
  encoded: fc.boolean(),
  etag: fc.constantFrom('0x8DD0A1B2C3D4E5F', '"0x8DD0A1B2C3D4E5F"'),
  size: fc.nat(),
  times: fc.tuple(time, time, time, time),
  snapshot: instant,
  versionId: instant,
  flags: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
  days: fc.option(fc.nat(365), { nil: undefined }),
  metadata: fc.dictionary(key, fc.oneof(fc.constant('true'), text(8, 1)), { maxKeys: 4 }),
  rest: fc.array(text(10, 1), { maxLength: 1 }),
});

/** A page whose text arrives in pieces of so many bytes. */
function pageOf(xml: string, piece = 1_000_000): BlobPage {
  const reader = new PageReader();
  const bytes = Buffer.from(xml);
  for (let at = 0; at < bytes.length; at += piece) reader.add(bytes.subarray(at, at + piece));
  return reader.end();
}

describe('a page of a listing', () => {
  let service: OneAnswer;
  beforeAll(async () => {
    service = await startOneAnswer();
  });
  afterAll(() => service.stop());

  it('reads as the SDK reads it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(made, { maxLength: 8 }),
        fc.array(text(10, 1), { maxLength: 2 }),
        fc.option(fc.constantFrom('2!108!MDAwMDQz', 'a&b"<', 'naïve/äöü'), { nil: undefined }),
        fc.constantFrom('', '\r\n', '\n  '),
        fc.constantFrom(1, 7, 100, 1_000_000),
        async (blobs, prefixes, next, gap, piece) => {
          const xml = pageXml(blobs, prefixes, next, gap);
          expect(pageOf(xml, piece)).toEqual(await bySdk(service, xml));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has names with characters that XML can only refer to', () => {
    const xml = (name: string) =>
      `<EnumerationResults><Blobs><Blob>${name}<Properties></Properties></Blob></Blobs></EnumerationResults>`;
    const nameOf = (name: string) => pageOf(xml(name)).blobs[0]?.name;
    expect(nameOf('<Name>a&#xD;b&#10;c&apos;&#x1F600;&unknown;</Name>')).toBe("a\rb\nc'😀&unknown;");
    expect(nameOf('<Name Encoded="true">a%EF%BF%BE%20b</Name>')).toBe('a\ufffe b');
    expect(nameOf('<Name Encoded="false">a%20b</Name>')).toBe('a%20b');
  });

  it("has directories, which the SDK doesn't show", () => {
    const properties =
      '<Properties><ResourceType>directory</ResourceType><Content-Length>0</Content-Length></Properties>';
    const xml = `<EnumerationResults><Blobs><Blob><Name>a</Name>${properties}</Blob></Blobs></EnumerationResults>`;
    expect(pageOf(xml).blobs).toEqual([{ name: 'a', etag: '', size: 0, isDirectory: true }]);
  });

  it('is refused for now when it is cut off anywhere, or can not be read', () => {
    const whole = pageXml([{ ...sample, name: 'a/b' }], [], 'more', '\n').slice(1);
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => pageOf(whole.slice(0, length))).toThrow('no listing');
    }
    const thrown = expect.objectContaining({ code: 'InvalidAnswer', transient: true }) as Error;
    expect(() => pageOf('')).toThrow(thrown);
    const broken = [
      '<Name Encoded="true">%E0%A4%A</Name>',
      '<Properties><Last-Modified>soon</Last-Modified></Properties>',
    ];
    for (const part of broken) {
      const xml = `<EnumerationResults><Blobs><Blob>${part}</Blob></Blobs></EnumerationResults>`;
      expect(() => pageOf(xml)).toThrow('no listing');
    }
  });
});

const sample: Made = {
  ...{ name: '', encoded: false, etag: '0x1', size: 1, times: [], flags: [], metadata: { k: 'v' }, rest: [] },
};
