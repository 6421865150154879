import { BlobBatch } from '@azure/storage-blob';
import fc from 'fast-check';
import { answersOf, batchesOf, batchOf, targetHeaders, targetPath } from '../../../src/storage/bulk/batch';
import type { DeleteTarget } from '../../../src/storage/bulk/types';
import { startOneAnswer, type OneAnswer } from './bulk-sdk';

/** Names that a URL as the SDK makes it doesn't change: it resolves segments of dots. */
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((text) => !/(^|[/\\])\.{1,2}([/\\]|$)/.test(text) && !/[\t\r\n]/.test(text));
const target: fc.Arbitrary<DeleteTarget> = fc.record(
  {
    container: fc.constantFrom('azureml', '$web', 'a-1'),
    name,
    etag: fc.option(fc.constant('0x8DD0A1B2C3D4E5F'), { nil: undefined }),
    versionId: fc.option(fc.constant('2026-11-22T19:00:00.0000001Z'), { nil: undefined }),
    withSnapshots: fc.boolean(),
  },
  { requiredKeys: ['container', 'name'] },
);

interface Part {
  id: string;
  line: string;
  headers: Record<string, string>;
}

/** The requests in the body of a batch. */
function partsOf(body: string): Part[] {
  const boundary = body.slice(0, body.indexOf('\r\n'));
  const parts = body.split(boundary).slice(1);
  expect(parts.pop()).toBe('--\r\n');
  return parts.map((part) => {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const [line = '', ...headers] = rest.join('\r\n').trim().split('\r\n');
    const named = headers.map((header) => [header.split(': ')[0]?.toLowerCase(), header.split(': ')[1]] as const);
    return {
      id: /content-id: (\d+)/i.exec(head)?.[1] ?? '',
      line: line.trim(),
      headers: Object.fromEntries(named) as Part['headers'],
    };
  });
}

describe('a batch', () => {
  let service: OneAnswer;
  beforeAll(async () => {
    service = await startOneAnswer();
  });
  afterAll(() => service.stop());

  /** Sends the targets as the SDK does. */
  async function bySdk(targets: readonly DeleteTarget[]) {
    const batch = new BlobBatch();
    for (const { container, name, versionId, etag, withSnapshots } of targets) {
      const blob = service.client.getContainerClient(container).getBlobClient(name);
      await batch.deleteBlob(versionId === undefined ? blob : blob.withVersion(versionId), {
        conditions: { ifMatch: etag === undefined ? undefined : `"${etag}"` },
        deleteSnapshots: withSnapshots ? 'include' : undefined,
      });
    }
    return service.client.getBlobBatchClient().submitBatch(batch);
  }

  it('asks for what the SDK asks for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(target, { minLength: 1, maxLength: 5 }), async (targets) => {
        service.answer = {
          status: 202,
          headers: { 'content-type': 'multipart/mixed; boundary=b' },
          body: '--b\r\n--b--',
        };
        await bySdk(targets);
        const expected = partsOf(service.lastBody);
        const { contentType, body } = batchOf('/account', targets);
        const ours = body('Bearer abc').toString('latin1');
        expect(ours.startsWith(`--${contentType.split('boundary=')[1]}\r\n`)).toBe(true);
        for (const [index, part] of partsOf(ours).entries()) {
          expect(part.headers.authorization).toBe('Bearer abc');
          const { id, line, headers } = expected[index] ?? { id: '', line: '', headers: {} };
          // Which harmless characters are escaped is a matter of taste.
          expect([part.id, decodeURIComponent(part.line)]).toEqual([id, decodeURIComponent(line)]);
          for (const header of ['if-match', 'x-ms-delete-snapshots']) {
            expect(part.headers[header]).toBe(headers[header]);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('answers what the SDK reads in it, in any order', async () => {
    const answer = fc.record({
      status: fc.constantFrom(202, 404, 412, 409, 500, 503),
      code: fc.constantFrom(undefined, 'BlobNotFound', 'LeaseIdMissing', 'ConditionNotMet'),
      permanent: fc.constantFrom(undefined, 'true', 'false'),
    });
    const shuffled = fc
      .array(answer, { minLength: 2, maxLength: 6 })
      .chain((answers) =>
        fc.shuffledSubarray([...answers.entries()], { minLength: answers.length, maxLength: answers.length }),
      );
    await fc.assert(
      fc.asyncProperty(shuffled, async (answers) => {
        const parts = answers.map(([id, { status, code, permanent }]) =>
          [
            `--batchresponse_1\r\nContent-Type: application/http\r\nContent-ID: ${id}\r\n`,
            `HTTP/1.1 ${status} What It Means`,
            ...(code === undefined ? [] : [`x-ms-error-code: ${code}`]),
            ...(permanent === undefined ? [] : [`x-ms-delete-type-permanent: ${permanent}`]),
            'x-ms-request-id: 1\r\n',
            ...(status < 300 ? [''] : ['<?xml version="1.0"?>', '<Error><Code>Another</Code></Error>', '']),
          ].join('\r\n'),
        );
        const body = `${parts.join('')}--batchresponse_1--`;
        const contentType = 'multipart/mixed; boundary=batchresponse_1';
        service.answer = { status: 202, headers: { 'content-type': contentType }, body };
        const sdk = await bySdk(answers.map(([id]) => ({ container: 'c', name: `b${id}` })));
        expect(answersOf(contentType, Buffer.from(body), answers.length).answers).toEqual(
          sdk.subResponses.map(({ status, errorCode, headers }) => ({
            status,
            code: errorCode ?? '',
            ...(headers.get('x-ms-delete-type-permanent') === undefined
              ? {}
              : { permanent: headers.get('x-ms-delete-type-permanent') === 'true' }),
          })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('tells nothing about what is missing, unknown, told twice or cut off', () => {
    const part = (id: number | string, status: number) =>
      `--b\r\nContent-ID: ${id}\r\n\r\nHTTP/1.1 ${status} X\r\n\r\n`;
    const open = { status: 0, code: '' };
    const read = (body: string) => answersOf('multipart/mixed; boundary="b"', Buffer.from(body), 3).answers;
    expect(read(`${part(2, 202)}${part(7, 202)}${part('x', 202)}${part(2, 404)}--b--`)).toEqual([
      open,
      open,
      { status: 202, code: '' },
    ]);
    const whole = `${part(0, 202)}${part(1, 404)}--b--`;
    for (let length = 0; length < whole.length; length += 1) {
      const [first, second] = read(whole.slice(0, length));
      expect([0, 202]).toContain(first?.status);
      expect([0, 404]).toContain(second?.status);
    }
    expect(read('')).toEqual([open, open, open]);
    expect(answersOf('text/plain', Buffer.from(whole), 1).answers).toEqual([open]);
  });

  it('is refused as a whole by one answer that names no request', () => {
    const body =
      '--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 400 X\r\nx-ms-error-code: InvalidInput\r\n\r\n--b--';
    expect(answersOf('multipart/mixed; boundary=b', Buffer.from(body), 3).whole).toEqual({
      status: 400,
      code: 'InvalidInput',
    });
  });

  it('has the longest wait that one of its parts asks for', () => {
    const part = (id: number, wait: string) =>
      `--b\r\nContent-ID: ${id}\r\n\r\nHTTP/1.1 503 X\r\nRetry-After: ${wait}\r\n\r\n`;
    const body = `${part(0, '2')}${part(1, '7')}${part(2, 'soon')}--b--`;
    expect(answersOf('multipart/mixed; boundary=b', Buffer.from(body), 3).retryAfter).toBe(7);
  });

  it('is never larger than the service takes', () => {
    const targets = (count: number, length: number) =>
      Array.from({ length: count }, () => ({ target: { container: 'c', name: 'ä'.repeat(length) } }));
    expect(batchesOf(targets(600, 5), 2_000).map(({ length }) => length)).toEqual([256, 256, 88]);
    for (const batch of batchesOf(targets(600, 1_024), 4_000)) {
      const all = batch.map(({ target }) => target);
      expect(batchOf('/account', all).body('x'.repeat(4_000)).length).toBeLessThan(4 * 2 ** 20);
    }
    expect(batchesOf([], 10)).toEqual([]);
  });

  it('says where a copy is, and how it is to go', () => {
    const blob = { container: 'c', name: 'a b/ä%2F' };
    expect(targetPath({ ...blob, snapshot: '2026-11-22T19:00:00.0000001Z', permanent: true })).toBe(
      '/c/a%20b/%C3%A4%252F?snapshot=2026-11-22T19%3A00%3A00.0000001Z&deletetype=permanent',
    );
    expect(targetHeaders({ ...blob, etag: '0x1', withSnapshots: true })).toEqual({
      'if-match': '"0x1"',
      'x-ms-delete-snapshots': 'include',
    });
  });
});
