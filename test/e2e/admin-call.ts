import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';

/** The master key of the embedded host, which its admin routes ask for. */
export function hostKey(dir: string): string {
  return (JSON.parse(readFileSync(join(dir, 'host', 'keys.json'), 'utf8')) as { masterKey: string }).masterKey;
}

/** Calls an admin route over HTTPS; only child processes know the certificate of this run. */
export function adminCall(url: URL, options: RequestOptions, body?: unknown): Promise<unknown> {
  return new Promise((done, fail) => {
    const call = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', fail);
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if ((answer.statusCode ?? 500) >= 300) fail(new Error(`${url.pathname}: ${answer.statusCode} ${text}`));
        else done(text === '' ? undefined : JSON.parse(text));
      });
    });
    call.once('error', fail);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
