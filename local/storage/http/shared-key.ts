import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What of a request is signed. */
export interface Signed {
  method: string;
  /** Path and query as they came. */
  target: string;
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
}

/** Headers that are signed in this order (Azure docs: Authorize with Shared Key). */
const standard = [
  ...['content-encoding', 'content-language', 'content-length', 'content-md5', 'content-type', 'date'],
  ...['if-modified-since', 'if-match', 'if-none-match', 'if-unmodified-since', 'range'],
];

/** The signature of a request in base64, made with the key of an account. */
export function signatureOf(account: string, key: Buffer, { method, target, headers, query }: Signed): string {
  const values = standard.map((name) => {
    const value = String(headers[name] ?? '');
    if (name === 'content-length' && value === '0') return '';
    return name === 'date' && headers['x-ms-date'] !== undefined ? '' : value;
  });
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-ms-'))
    .sort()
    .map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const parameters = new Map<string, string[]>();
  for (const [name, value] of query) {
    const lower = name.toLowerCase();
    parameters.set(lower, [...(parameters.get(lower) ?? []), value]);
  }
  const sorted = [...parameters].sort(([a], [b]) => (a < b ? -1 : 1));
  const resource = `/${account}${path}${sorted.map(([name, all]) => `\n${name}:${all.sort().join(',')}`).join('')}`;
  const text = `${method}\n${values.join('\n')}\n${own.join('')}${resource}`;
  return createHmac('sha256', key).update(text, 'utf8').digest('base64');
}
