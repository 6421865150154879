import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Listing } from '../../local/listing/list-everything';
import type { RunningSystem } from '../../local/system/system';

/**
 * Everything that exists at the customers', and the app's own blobs: by the independent listing, in a process of its
 * own.
 */
export async function list(system: RunningSystem): Promise<{ customers: Listing; own: Listing['blobs'] }> {
  const { emulator, certificate, storageFile, appAccount } = system;
  const child = spawn(
    process.execPath,
    [
      ...[resolve(__dirname, '../../local/listing/main.js'), '--emulator', emulator.ready.url],
      ...['--admin-key', emulator.ready.adminKey, '--ca', certificate.certFile, '--storage', storageFile],
    ],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate.certFile }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  if (code !== 0) throw new Error(`The listing failed: ${Buffer.concat(err).toString('utf8')}`);
  const { blobs, ...others } = JSON.parse(Buffer.concat(out).toString('utf8')) as Listing;
  return {
    customers: { ...others, blobs: blobs.filter(({ account }) => account !== appAccount) },
    own: blobs.filter(({ account }) => account === appAccount),
  };
}
