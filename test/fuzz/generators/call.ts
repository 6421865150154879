import * as fc from 'fast-check';
import type { Framing, RawCall } from '../raw-call';
import { anyBody, hugeBody, type Body } from './body';
import { canaryMark, marker, wireText } from './text';

/** Who calls: one of the local users, nobody, or somebody who claims to be signed in. */
export type User = 'requester' | 'approver' | 'both' | 'reader' | 'nobody' | 'stranger';

/** What a call must lead to. */
export type Due =
  /** An answer of the app to a call that sends a body. */
  | { kind: 'body'; body: Body['expected'] }
  /** A known route with an id that nobody has: not found, after the caller's role was checked. */
  | { kind: 'missing'; route: string }
  /** The list of requests, or a fault of its query. */
  | { kind: 'list' }
  /** A decision that doesn't fit: refused, and the request still waits. */
  | { kind: 'decision' }
  /** Any answer but a success: there is nothing under such a path. */
  | { kind: 'nothing' }
  /** What isn't even HTTP: refused or cut off. */
  | { kind: 'broken' };

/** One case of the HTTP target. */
export interface HttpCase {
  user: User;
  call: RawCall;
  due: Due;
}

const user = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<User>('requester', 'both') },
  { weight: 1, arbitrary: fc.constantFrom<User>('approver', 'reader', 'nobody', 'stranger') },
);

const principal = fc.oneof(
  fc.base64String({ maxLength: 200 }),
  fc.constantFrom(
    ...['', '!!!', 'eyJ', 'null', 'A'.repeat(8_000)],
    ...[
      {},
      null,
      [],
      { claims: 1 },
      { claims: [{ typ: 'roles', val: { a: 1 } }] },
      { claims: [{ typ: 'roles', val: 'Requests.Erase' }] },
    ].map((value) => Buffer.from(JSON.stringify(value)).toString('base64')),
  ),
);

type Header = readonly [string, string];
const plainHeader = fc.oneof(
  principal.map((value): Header => ['x-ms-client-principal', value]),
  wireText.map((value): Header => ['x-ms-client-principal-id', value]),
  wireText.map((value): Header => ['x-ms-client-principal-name', value]),
  fc.constantFrom<Header>(
    ['accept', '*/*;q=x, text/html;q=9e9, ,,;'],
    ['accept', 'text/html'],
    ['accept', 'x'.repeat(4_000)],
    ['accept-encoding', 'gzip, br, identity;q=0'],
    ['range', 'bytes=0-1,2-3,-5'],
    ['range', 'bytes=99999999999999999999-'],
    ['if-match', '*'],
    ['if-none-match', '*'],
    ['if-modified-since', 'x'],
    ['x-http-method-override', 'DELETE'],
    ['x-http-method', 'PUT'],
    ['x-original-url', '/api/health'],
    ['x-rewrite-url', '/admin/host/status'],
    ['x-forwarded-host', 'canary.invalid'],
    ['x-forwarded-proto', 'javascript'],
    ['forwarded', 'for=127.0.0.1;host=canary.invalid'],
    ['referer', `${canaryMark}/`],
    ['x-functions-key', 'x'],
    ['x-ms-invocation-id', '../x'],
    ['traceparent', '00-zz-zz-00'],
    ['cookie', 'AppServiceAuthSession=a.b.c; AppServiceAuthSession=%00'],
    ['content-type', 'text/plain'],
    ['content-type', 'application/json; charset=utf-16'],
    ['content-type', 'multipart/form-data; boundary=x'],
    ['content-encoding', 'gzip'],
    ['__proto__', 'x'],
    ['constructor', 'x'],
    ['x-latin', '\xe4\xff'],
  ),
  fc
    .tuple(fc.stringMatching(/^[a-z][a-z-]{0,12}[a-z]$/), wireText)
    .map(([name, value]): Header => [`x-${name}`, value]),
);
const headers = fc.array(plainHeader, { maxLength: 3 });

const framing = fc.constantFrom<Framing | undefined>(undefined, undefined, undefined, 'chunked', 'expect');

const query = fc
  .array(
    fc.tuple(
      fc.constantFrom('limit', 'state', 'after', 'mark', 'ref', 'issue', 'code', '__proto__', 'constructor', marker),
      fc.oneof(wireText, fc.constantFrom('1', '0', '-1', '1e3', '0x10', 'received', '9'.repeat(30), '')),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`));

const bodies: fc.Arbitrary<HttpCase> = fc
  .tuple(
    user,
    headers,
    framing,
    fc.oneof({ weight: 60, arbitrary: anyBody }, { weight: 1, arbitrary: hugeBody }),
    query,
  )
  .map(([who, extra, how, { bytes, expected }, asked]) => ({
    user: who,
    call: { method: 'POST', target: `/api/requests${asked}`, headers: extra, body: bytes, framing: how },
    due: { kind: 'body', body: expected },
  }));

/** One segment that isn't empty and that a URL leaves as it is. */
const unknownId = wireText
  .map((text) => text.replace(/[/?#\\]/g, '').replace(/%(?![0-9a-f]{2})/gi, ''))
  .filter((text) => text !== '' && !/^(\.|%2e){1,2}$/i.test(text) && !text.startsWith(marker) && canDecode(text));

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const missing: fc.Arbitrary<HttpCase> = fc
  .tuple(
    user,
    headers,
    fc.constantFrom(
      '',
      'plan',
      'approval',
      'cancel',
      'certificate',
      'certificate/proof',
      'package',
      'package/README.html',
    ),
    unknownId,
    fc.boolean(),
  )
  .map(([who, extra, route, id, slash]) => ({
    user: who,
    call: {
      method: route === 'approval' || route === 'cancel' ? 'POST' : 'GET',
      target: `/api/requests/${id}${route === '' ? '' : `/${route}`}${slash ? '/' : ''}${route === 'certificate/proof' ? `?ref=${'0'.repeat(16)}` : ''}`,
      headers: extra,
    },
    due: { kind: 'missing', route },
  }));

const lists: fc.Arbitrary<HttpCase> = fc.tuple(user, headers, query).map(([who, extra, asked]) => ({
  user: who,
  call: { method: 'GET', target: `/api/requests${asked}`, headers: extra },
  due: { kind: 'list' },
}));

/** Where nothing is, or what only the host itself and the holder of its keys may reach. */
const nowhere: fc.Arbitrary<HttpCase> = fc
  .tuple(
    user,
    headers,
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'),
    fc.oneof(
      wireText.map((text) => `/${marker}/${text}`),
      wireText.map((text) => `/api/requests/x/${marker}/${text}`),
      wireText.map((text) => `/admin/functions/${text}`),
      wireText.map((text) => `/runtime/webhooks/durabletask/instances/${text}?code=x`),
      wireText.map((text) => `/runtime/webhooks/durabletask/rpc/x/orchestrators/request/${text}`),
      fc.constantFrom(
        ...[
          '/admin/host/status',
          '/admin/host/clock',
          '/admin/functions',
          '/api/../admin/host/status',
          '/.auth/nowhere',
        ],
        ...[
          '/api/requests/..%2f..%2fadmin',
          '/.env',
          '/host.json',
          '/api/queueRequests',
          '/api/request',
          '/API//requests',
        ],
      ),
    ),
  )
  .map(([who, extra, method, target]) => ({
    user: who,
    call: { method, target, headers: extra },
    due: { kind: 'nothing' },
  }));

/** The id and the plan hash of the request that waits; the driver knows them. */
export const waitingMarks = { id: 'WAITING_ID', hash: 'WAITING_HASH' } as const;

const wrongRef = fc.oneof(fc.stringMatching(/^[0-9a-f]{16}$/), wireText, fc.constant(waitingMarks.hash));
const decisions: fc.Arbitrary<HttpCase> = fc
  .tuple(
    fc.constantFrom<User>('approver', 'approver', 'requester', 'reader', 'nobody', 'stranger'),
    headers,
    fc.oneof(
      fc.record({ planHash: fc.stringMatching(/^[0-9a-f]{64}$/), decision: fc.constantFrom('approve', 'reject') }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constantFrom('approve', 'reject'),
        exclude: fc.array(wrongRef, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constantFrom('APPROVE', '', null, true, ['approve']),
      }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constant('approve'),
        [marker]: fc.jsonValue(),
      }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constant('approve'),
        acceptWeak: fc.constantFrom('true', 1, null),
      }),
      fc.jsonValue().filter((value) => typeof value !== 'object'),
    ),
  )
  .map(([who, extra, value]) => ({
    user: who,
    call: {
      method: 'POST',
      target: `/api/requests/${waitingMarks.id}/approval`,
      headers: extra,
      body: { before: Buffer.from(JSON.stringify(value)).toString('latin1') },
    },
    due: { kind: 'decision' },
  }));

/** Calls that no client library would make. */
const broken: fc.Arbitrary<HttpCase> = fc
  .oneof(
    fc.record({
      method: fc.constant('POST'),
      target: fc.constant('/api/requests'),
      headers: fc.constant([]),
      body: fc.constant({ before: '{"a":1}' }),
      framing: fc.constantFrom<Framing>('more', 'less', 'both'),
    }),
    fc.record({
      method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'get', 'G\0T', 'CONNECT', 'PRI', ''),
      target: fc.oneof(
        fc.constantFrom('/api/requests', '/api/health', '/api/certificates/keys', '/.auth/me'),
        wireText,
        fc.constantFrom(
          '*',
          '/',
          '//',
          '/api/requests\x80',
          '/api/requests#x',
          `${canaryMark}/api/requests`,
          '/\\canary.invalid',
        ),
      ),
      headers: fc.oneof(
        headers,
        fc.constantFrom<Header[]>(
          [['host', `user:${marker}@127.0.0.1`]],
          [['host', '']],
          [['host', 'canary.invalid']],
          [['host', '127.0.0.1:0/x?y#']],
          [
            ['host', '127.0.0.1'],
            ['host', 'localhost'],
          ],
          [['x', 'a\r\nx-ms-client-principal-id: b']],
          [['x', 'a\rb']],
          [['x\0', 'a']],
          [['x y', 'a']],
          [['x', '\0']],
          [['x', 'a'.repeat(20_000)]],
          [['expect', 'magic']],
          [['upgrade', 'websocket']],
          [['transfer-encoding', 'gzip']],
          [['content-length', '-1']],
          [['content-length', '1e3']],
        ),
      ),
    }),
  )
  .map((call) => ({ user: 'requester', call, due: { kind: 'broken' } }));

/** Every kind of call. */
export const anyCall: fc.Arbitrary<HttpCase> = fc.oneof(
  { weight: 12, arbitrary: bodies },
  { weight: 3, arbitrary: missing },
  { weight: 2, arbitrary: lists },
  { weight: 2, arbitrary: nowhere },
  { weight: 2, arbitrary: decisions },
  { weight: 1, arbitrary: broken },
);
