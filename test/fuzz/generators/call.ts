import * as fc from 'fast-check';
import type { Framing } from '../raw-call';
import { anyBody, hugeBody } from './body';
import { broken } from './broken';
import { decisions } from './decisions';
import { headers } from './headers';
import type { HttpCase, User } from './http-case';
import { marker, wireText } from './text';

const user = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<User>('requester', 'both') },
  { weight: 1, arbitrary: fc.constantFrom<User>('approver', 'reader', 'nobody', 'stranger') },
);

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

/** Every kind of call. */
export const anyCall: fc.Arbitrary<HttpCase> = fc.oneof(
  { weight: 12, arbitrary: bodies },
  { weight: 3, arbitrary: missing },
  { weight: 2, arbitrary: lists },
  { weight: 2, arbitrary: nowhere },
  { weight: 2, arbitrary: decisions },
  { weight: 1, arbitrary: broken },
);
