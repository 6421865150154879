import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { anyCall } from '../../fuzz/generators/call';
import type { Due, User } from '../../fuzz/generators/http-case';
import { messageTextOf } from '../../fuzz/generators/message';
import { readOptions } from '../../fuzz/options';
import { complaintAbout } from '../../fuzz/oracle/answer';
import { complaintsAboutLog, complaintsAboutNames, filesWithMarker } from '../../fuzz/oracle/traces';
import type { RawAnswer } from '../../fuzz/raw-call';

// The fuzzer is only worth what its checks notice: here each of them has something to notice.

const codes = new Map([
  ['invalid_request', 400],
  ['not_found', 404],
  ['not_authenticated', 401],
  ['not_authorised', 403],
]);
const problem = (code: string, more: object = {}) => ({
  ...{ type: `urn:x:${code}`, title: 't', status: codes.get(code), action: 'a', code, instance: 'i' },
  ...more,
});
function answer(status: number, body: unknown, type = 'application/problem+json'): RawAnswer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: new Map([['content-type', type]]), body: Buffer.from(text) };
}
const complaint = (due: Due, given: RawAnswer | undefined, user: User = 'requester', id?: string) =>
  complaintAbout({ user, due, call: { method: 'GET', target: '/', headers: [] } }, given, codes, id);

const missing: Due = { kind: 'missing', route: '' };
const faulty: Due = { kind: 'body', body: { refused: ['invalid_request'], pointers: ['/action'] } };
const valid: Due = { kind: 'body', body: { accepted: true, id: 'a' } };

describe('what the fuzzer says of an answer', () => {
  it('is nothing where all is well', () => {
    expect(complaint(missing, answer(404, problem('not_found')))).toBeUndefined();
    const errors = [{ pointer: '/action', detail: 'x' }];
    expect(complaint(faulty, answer(400, problem('invalid_request', { errors })))).toBeUndefined();
    expect(complaint({ kind: 'broken' }, undefined)).toBeUndefined();
    const taken = answer(202, { id: 'a' }, 'application/json');
    expect(
      complaint(valid, { ...taken, headers: new Map([['location', '/api/requests/a']]) }, 'both', 'a'),
    ).toBeUndefined();
  });

  it.each<[string, Due, RawAnswer | undefined, User?]>([
    ['no answer', missing, undefined],
    ['a failure', missing, answer(500, problem('internal'))],
    ['a failure of what is not even HTTP', { kind: 'broken' }, answer(502, '')],
    ['a stack', missing, answer(404, problem('not_found', { detail: 'x at run (/app/dist/a.js:1:2)' }))],
    ['a text', missing, answer(404, 'nothing here', 'text/plain')],
    ['an unknown code', missing, answer(404, problem('nowhere'))],
    ['the status of another code', missing, answer(403, problem('not_found', { status: 403 }))],
    ['a problem without an action', missing, answer(404, problem('not_found', { action: undefined }))],
    ['a problem that quotes', missing, answer(404, problem('not_found', { detail: 'no qzfuzz-1' }))],
    ['a success where nothing is', { kind: 'nothing' }, answer(200, {}, 'application/json')],
    ['something under an id that nobody has', missing, answer(200, {}, 'application/json')],
    ['an answer to a stranger', missing, answer(404, problem('not_found')), 'stranger'],
    ['an answer to somebody without a role', missing, answer(404, problem('not_found')), 'nobody'],
    ['a fault that is not named', faulty, answer(400, problem('invalid_request', { errors: [] }))],
    ['a valid request that is refused', valid, answer(400, problem('invalid_request'))],
    ['a decision that is taken', { kind: 'decision' }, answer(202, {}, 'application/json'), 'approver'],
  ])('names %s', (_, due, given, user = 'requester') =>
    expect(complaint(due, given, user)).toEqual(expect.any(String)),
  );

  it('names a request that got another id, or another place', () => {
    const taken = answer(202, { id: 'b' }, 'application/json');
    expect(complaint(valid, taken, 'requester', 'a')).toContain('id');
    expect(complaint(valid, answer(202, { id: 'a' }), 'requester', 'a')).toContain('location');
  });
});

describe('what the fuzzer says of traces', () => {
  const secret = Buffer.from('secret').toString('base64');
  const key = createHmac('sha256', Buffer.from('secret')).update('mine').digest('hex').slice(0, 32);
  const print = 'f'.repeat(32);
  const names = (...blobs: string[]) =>
    complaintsAboutNames({ blobs, queues: ['privacy-results'], secret }, ['mine'], new Set([print]));

  it('is nothing of what is documented', () => {
    const of = `privacy-requests/requests/${key}`;
    expect(
      names(`${of}/request.json`, `privacy-rejected/messages/${print}.json`, `privacy-packages/${key}/a.zip`),
    ).toEqual([]);
    const copies = [`2026-11/${'0'.repeat(64)}.json`, `keys/${'k'.repeat(43)}.json`];
    const certificates = copies.map((copy) => `privacy-certificates/${copy}`);
    expect(names(`privacy-requests/unfiled/${key}-1.json`, ...certificates)).toEqual([]);
  });

  it.each([
    `privacy-requests/requests/${'0'.repeat(32)}/request.json`,
    `privacy-requests/requests/${key}/../../config/x.json`,
    'privacy-requests/requests/qzfuzz/request.json',
    `privacy-rejected/messages/${'0'.repeat(32)}.json`,
    'privacy-certificates/mine.json',
    'elsewhere/x',
  ])('names the blob %s', (name) => expect(names(name)).toHaveLength(1));

  it('names queues that nobody knows', () => {
    expect(complaintsAboutNames({ blobs: [], queues: ['qzfuzz'], secret }, [], new Set())).toHaveLength(1);
  });

  it('finds input in files, their names and the log', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'fuzz-oracle-'));
    try {
      await writeFile(join(dir, 'clean.log'), 'Executed\n');
      expect([await filesWithMarker(dir), await complaintsAboutLog(join(dir, 'clean.log'))]).toEqual([[], []]);
      await writeFile(join(dir, 'a.log'), 'x QZfuzz-1 y\nA request failed in the host\n');
      await writeFile(join(dir, 'qzfuzz.bin'), '');
      await writeFile(join(dir, 'b.bin'), Buffer.from('qzfuzz', 'utf16le'));
      expect(await complaintsAboutLog(join(dir, 'a.log'))).toHaveLength(2);
      expect((await filesWithMarker(dir)).sort()).toEqual([join(dir, 'b.bin'), join(dir, 'qzfuzz.bin')]);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});

describe('the fuzzer', () => {
  it('makes the same cases of the same seed', () => {
    const cases = () => JSON.stringify(fc.sample(anyCall, { seed: 7, numRuns: 50 }));
    expect(cases()).toBe(cases());
  });

  it('refuses options that it does not know', () => {
    expect(readOptions(['--cases', '5', '--seed', '3'])).toMatchObject({ cases: 5, seed: 3, keep: false });
    for (const wrong of [['--case', '5'], ['--cases', '0'], ['--seed', 'x'], ['--target', 'moon'], ['more']]) {
      expect(() => readOptions(wrong)).toThrow();
    }
  });

  it('breaks base64 where it says so', () => {
    const bytes = { before: '{"a":1}' };
    const text = messageTextOf({ as: 'broken base64', bytes, expected: { either: true } }, '1');
    expect(text).toContain('*');
    expect(messageTextOf({ as: 'base64', bytes, expected: { either: true } }, '1')).toBe('eyJhIjoxfQ==');
  });
});
