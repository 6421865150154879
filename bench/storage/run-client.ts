import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { ClientResult, NodeClient } from './client';
import type { Job, Measure, Target } from './model';

/** A client that can be measured. */
export interface Client {
  name: string;
  operations: readonly Job['operation'][];
  run(target: Target, job: Job): Promise<Measure>;
}

/** What one process wrote and how it ended. */
interface Ended {
  out: string;
  error: string;
  code: number | null;
}

function execute(command: string, args: readonly string[], env: NodeJS.ProcessEnv, keepOut: boolean): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env, stdio: ['ignore', keepOut ? 'pipe' : 'ignore', 'pipe'] });
    const ended: Ended = { out: '', error: '', code: null };
    child.stdout?.on('data', (chunk: Buffer) => (ended.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (ended.error = (ended.error + chunk.toString()).slice(-10_000)));
    child.once('error', fail);
    child.once('close', (code) => done({ ...ended, code }));
  });
}

/** A client in Node, in a process of its own; it measures itself from when its libraries are loaded. */
export function nodeClient(client: NodeClient, name: string, operations: Client['operations']): Client {
  return {
    name,
    operations,
    async run(target, job) {
      const env = {
        ...process.env,
        NODE_EXTRA_CA_CERTS: target.certFile,
        IDENTITY_ENDPOINT: target.identityUrl,
        IDENTITY_HEADER: 'bench',
        READER_CLIENT_ID: '00000000-0000-0000-0000-000000000001',
        ERASER_CLIENT_ID: '00000000-0000-0000-0000-000000000001',
        RequestStorage__clientId: '00000000-0000-0000-0000-000000000001',
        RequestStorage__blobServiceUri: target.url,
        CLOUD_BLOB_ENDPOINT_TEMPLATE: target.url.replace(target.account, '{account}'),
      };
      const task = JSON.stringify({ client, target, job });
      const { out, error, code } = await execute(process.execPath, [resolve(__dirname, 'client.js'), task], env, true);
      if (code !== 0) throw new Error(`${name} failed at ${job.operation}: ${error}`);
      const { blobs, ...measure } = JSON.parse(out) as ClientResult;
      if (blobs !== job.count) throw new Error(`${name} saw ${blobs} of ${job.count} blobs at ${job.operation}.`);
      return measure;
    },
  };
}

/** A client that is a command: `argsOf` says how it is called, `env` what it needs. GNU time measures it. */
export function commandClient(
  name: string,
  operations: Client['operations'],
  command: string,
  argsOf: (target: Target, job: Job) => readonly string[],
  envOf: (target: Target) => NodeJS.ProcessEnv = () => ({}),
): Client {
  return {
    name,
    operations,
    async run(target, job) {
      const begun = performance.now();
      const args = ['-f', 'measured %U %S %M', command, ...argsOf(target, job)];
      const { error, code } = await execute('time', args, { ...process.env, ...envOf(target) }, false);
      const seconds = (performance.now() - begun) / 1_000;
      const [, user, system, rss] = /measured (\S+) (\S+) (\d+)\s*$/.exec(error) ?? [];
      if (code !== 0 || rss === undefined) throw new Error(`${name} failed at ${job.operation}: ${error}`);
      return { seconds, cpuSeconds: Number(user) + Number(system), rssBytes: Number(rss) * 1_024 };
    },
  };
}

/** Where a command is, on PATH or as a file in a package of npm; undefined when it is nowhere. */
export async function findCommand(command: string, inPackage?: string): Promise<string | undefined> {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((dir) => join(dir, command));
  for (const file of [...onPath, ...packageFile(inPackage)]) {
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

function packageFile(file: string | undefined): string[] {
  const [, name, rest = ''] = /^(@[^/]+\/[^/]+|[^/]+)\/(.+)$/.exec(file ?? '') ?? [];
  if (name === undefined) return [];
  try {
    return [join(dirname(require.resolve(`${name}/package.json`)), rest)];
  } catch {
    // It isn't installed.
    return [];
  }
}
