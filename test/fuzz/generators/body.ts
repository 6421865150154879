import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { Bytes } from '../raw-call';
import { faultyRequest } from './faults';
import { validRequest, type Json } from './request';
import { anyText, marker } from './text';

/**
 * What a body must lead to: a request (`id` where it names one), the faults at these pointers, a code, or one of two
 * when nobody knows what chance has made.
 */
export type Expected =
  { accepted: true; id?: string } | { refused: readonly string[]; pointers?: readonly string[] } | { either: true };

/** A body with what it must lead to. */
export interface Body {
  bytes: Bytes;
  expected: Expected;
}

/** Stands where the sender puts a number of its own, so that a request that is sent again in a later case is a new one. */
export const freshMark = 'FRESH';

const latin1 = (bytes: Buffer) => bytes.toString('latin1');
const utf8 = (text: string): Bytes => ({ before: latin1(Buffer.from(text, 'utf8')) });

/** JSON as different writers write it: indented, with escapes, or with a mark of the byte order. */
const writer = fc.constantFrom<(value: unknown) => string>(
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 3),
  (value) =>
    JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (value) => `\ufeff${JSON.stringify(value)}`,
  (value) => ` \r\n\t${JSON.stringify(value)}\n`,
);

function named(request: Json): Json {
  return typeof request.requestId === 'string'
    ? { ...request, requestId: `${request.requestId}.${freshMark}` }
    : request;
}

const accepted: fc.Arbitrary<Body> = fc.tuple(validRequest.map(named), writer).map(([request, write]) => ({
  bytes: utf8(write(request)),
  expected: { accepted: true, ...(typeof request.requestId === 'string' ? { id: request.requestId } : {}) },
}));

const faulty: fc.Arbitrary<Body> = fc.tuple(faultyRequest, writer).map(([{ request, pointers }, write]) => ({
  bytes: utf8(write(request)),
  expected: { refused: ['invalid_request'], pointers },
}));

const notJson = ['invalid_json'];

/** A request that something on its way has made unreadable. */
const damaged: fc.Arbitrary<Body> = fc
  .tuple(
    validRequest,
    fc.constantFrom<(text: string) => Buffer>(
      (text) => Buffer.from(text, 'utf16le'),
      (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      (text) => gzipSync(text),
      (text) => Buffer.from(`${text}}`),
      (text) => Buffer.from(`${text}{}`),
      (text) => Buffer.from(`${text},`),
      (text) => Buffer.from(`${text}\0`),
      (text) => Buffer.from(text.slice(0, -1)),
      (text) => Buffer.from(text.replace('{', '{"reason":NaN,')),
      (text) => Buffer.from(text.replace('{', '{"reason":Infinity,')),
      (text) => Buffer.from(text.replace('{', '{"reason":\'x\',')),
      (text) => Buffer.from(text.replace('{', '{/* */')),
      (text) => Buffer.from(text.replace('{', '{"reason":"\n",')),
      (text) => Buffer.from(text.replace('{', '{"reason":"J\u00fcrgen",'), 'latin1'),
      (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc3, 0x28])]),
      (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xed, 0xa0, 0x80, 0x7d])]),
      (text) => Buffer.from(`${text.slice(0, -1)},"action":"export"}`),
      (text) => Buffer.from(text.replace('"scope":{', '"scope":{"workspaces":[],')),
      (text) => Buffer.from(text.replace('{', '{"__proto__":{},"__proto__":{},')),
    ),
  )
  .map(([request, damage]) => ({
    bytes: { before: latin1(damage(JSON.stringify(request))) },
    expected: { refused: notJson },
  }));

/** Whole documents that are no requests. */
const foreign: fc.Arbitrary<Body> = fc.oneof(
  fc
    .jsonValue()
    .map((value) => ({ bytes: utf8(JSON.stringify(value)), expected: { refused: [...notJson, 'invalid_request'] } })),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => ({
    bytes: { before: latin1(Buffer.from(bytes)) },
    expected: { refused: [...notJson, 'invalid_request'] },
  })),
  anyText.map((text) => ({ bytes: utf8(JSON.stringify([text])), expected: { refused: ['invalid_request'] } })),
  fc
    .constantFrom(...['', ' ', '""', '0', '-0', '1e400', 'null', 'true', '[]', '{}', '[[]]', '{"":{}}'])
    .map((text) => ({
      bytes: utf8(text),
      expected: { refused: [...notJson, 'invalid_request'] },
    })),
);

const deep = (before: string, open: string, close: string, times: number, after: string): Body => ({
  bytes: utf8(`${before}${open.repeat(times)}1${close.repeat(times)}${after}`),
  expected: { refused: ['invalid_request'] },
});

/** Nested as deep as a body or a message may be long. */
const nested: fc.Arbitrary<Body> = fc
  .tuple(fc.integer({ min: 1, max: 3_500 }), fc.constantFrom('[', '{"a":', '[{"__proto__":', '{"scope":'))
  .map(([times, open]) => {
    const close = [...open]
      .reverse()
      .flatMap((letter) => (letter === '[' ? [']'] : letter === '{' ? ['}'] : []))
      .join('');
    return deep(`{"${marker}":`, open, close, times, '}');
  });

const tooLarge = { refused: ['body_too_large'] };

/** Larger than any request may be: a few letters for megabytes. */
export const hugeBody: fc.Arbitrary<Body> = fc
  .constantFrom<Bytes>(
    { before: '{"reason":"', middle: 'x', times: 1_000_000, after: '"}' },
    { before: '', middle: '[', times: 100_000, after: ']' },
    { before: '{"scope":{"workspaces":[""', middle: ',""', times: 100_000, after: ']}}' },
    { before: '{"a":1', middle: `,"${marker}":1`, times: 100_000, after: '}' },
    { before: '', middle: ' ', times: 10_000_000 },
    { before: '', middle: '\0', times: 50_000_000 },
    { before: '{"a":', middle: '{"a":', times: 100_000 },
  )
  .map((bytes) => ({ bytes, expected: tooLarge }));

/** Bodies and messages of every kind but the huge ones. */
export const anyBody: fc.Arbitrary<Body> = fc.oneof(
  { weight: 1, arbitrary: accepted },
  { weight: 8, arbitrary: faulty },
  { weight: 5, arbitrary: damaged },
  { weight: 4, arbitrary: foreign },
  { weight: 1, arbitrary: nested },
);
