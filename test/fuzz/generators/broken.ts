import * as fc from 'fast-check';
import type { Framing } from '../raw-call';
import { headers, type Header } from './headers';
import type { HttpCase } from './http-case';
import { canaryMark, marker, wireText } from './text';

/** Calls that no client library would make. */
export const broken: fc.Arbitrary<HttpCase> = fc
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
