import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Whether a port of this machine can be listened on right now. */
export async function isFree(port: number): Promise<boolean> {
  return await new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => done(true)));
  });
}

/** Ports of the services of a folder, by name. */
export interface Ports {
  blob: number;
  queue: number;
  table: number;
  emulator: number;
  identity: number;
}

/**
 * The ports that the services of this folder had before, where they are still free; 0 (any free one) otherwise. Work
 * that is under way holds URLs of long-running operations: they must lead somewhere after a restart.
 */
export async function portsOf(file: string): Promise<Ports> {
  const ports: Ports = { blob: 0, queue: 0, table: 0, emulator: 0, identity: 0 };
  const known = (await readJson(file)) as Partial<Ports> | undefined;
  for (const name of Object.keys(ports) as (keyof Ports)[]) {
    const port = known?.[name] ?? 0;
    if (port !== 0 && (await isFree(port))) ports[name] = port;
  }
  return ports;
}

/** The content of a JSON file; undefined when it doesn't exist. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
