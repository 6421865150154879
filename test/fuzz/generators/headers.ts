import * as fc from 'fast-check';
import { canaryMark, wireText } from './text';

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

/** One header of a call, sent as it is. */
export type Header = readonly [string, string];
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
/** Headers that servers and proxies have been led astray by. */
export const headers = fc.array(plainHeader, { maxLength: 3 });
