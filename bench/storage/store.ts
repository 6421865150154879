import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join, resolve } from 'node:path';
import { makeCertificate } from '../../local/system/certificate';
import { readyEvent, startChild } from '../../local/system/child';
import { emulatorAccount } from './model';

/** The blob service of `local/storage/`, or one that keeps nothing, in a process of its own. */
export interface Service {
  /** Of the account. */
  url: string;
  certFile: string;
  /** Makes a container with so many small blobs; none unless told. */
  fill(container: string, count?: number): Promise<void>;
  /** Blobs in a container, at most 5,000. */
  count(container: string): Promise<number>;
  drop(container: string): Promise<void>;
  stop(): Promise<void>;
}

/** Bytes of each blob: what a job's logs and metrics come to. */
export const blobBytes = 2_048;
const adminKey = 'bench';

/** Starts it over HTTPS, as blob storage is reached in Azure; `dir` takes its certificate and log. */
export async function startService(kind: 'store' | 'null', dir: string, token: string): Promise<Service> {
  const { certFile, keyFile } = await makeCertificate(dir);
  const accounts = join(dir, 'accounts.json');
  await writeFile(accounts, JSON.stringify({ accounts: { [emulatorAccount.name]: emulatorAccount.key } }));
  const main = kind === 'store' ? '../../local/storage/main.js' : 'null-service.js';
  const child = await startChild<{ url: string }>({
    name: `The blob service (${kind})`,
    logFile: join(dir, `${kind}.log`),
    args: [
      // A million blobs are some gigabytes.
      '--max-old-space-size=12000',
      resolve(__dirname, main),
      ...['--accounts', accounts, '--cert', certFile, '--key', keyFile, '--admin-key', adminKey],
    ],
    ready: readyEvent,
  });
  const ca = await readFile(certFile);
  const call = (method: string, path: string, headers: Record<string, string>, body = '') =>
    new Promise<string>((done, fail) => {
      const sent = request(child.ready.url + path, { method, headers, ca, agent: false }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if ((answer.statusCode ?? 500) < 300) done(text);
          else fail(new Error(`The service answered ${answer.statusCode} to ${method} ${path}: ${text}`));
        });
      });
      sent.once('error', fail);
      sent.end(body);
    });
  const { name: account } = emulatorAccount;
  const headers = { authorization: `Bearer ${token}`, 'x-ms-version': '2024-11-04', 'content-length': '0' };
  return {
    url: `${child.ready.url}/${account}`,
    certFile,
    async fill(container, count = 0) {
      const template = 'ExperimentRun/dcid.{folder}/outputs/{index}.json';
      const options = { account, container, template, count, perFolder: 20, size: blobBytes };
      await call('POST', '/_storage/fill', { 'x-storage-admin': adminKey }, JSON.stringify(options));
    },
    async count(container) {
      const xml = await call('GET', `/${account}/${container}?restype=container&comp=list`, headers);
      return xml.split('<Blob>').length - 1;
    },
    async drop(container) {
      await call('DELETE', `/${account}/${container}?restype=container`, headers);
    },
    async stop() {
      await child.stop();
    },
  };
}
