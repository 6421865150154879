import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../demo/user-error';
import { connectionString, startAzurite, type Azurite } from '../system/azurite';
import type { RunningSystem } from '../system/system';

/** The member of a settings file by which a later start knows that it may write it again. Hosts pass over it. */
const mark = { WrittenBy: 'npm start' };

/** Throws UserError if a settings file is there that nothing of ours has written. */
export async function checkSettingsFile(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (text === undefined || isOurs(text)) return;
  throw new UserError(`${file} is not of an earlier start. Move it away, or name another file with --settings.`);
}

function isOurs(text: string): boolean {
  try {
    return (JSON.parse(text) as Partial<typeof mark> | null)?.WrittenBy === mark.WrittenBy;
  } catch {
    // A file that is no JSON is somebody else's.
    return false;
  }
}

/**
 * Starts the storage of another Functions host, and writes the settings by which it runs the app against a system
 * without a host. That storage is an Azurite over HTTP: hosts are .NET programs, which don't know the certificate of
 * this run. It holds the queues too, which a host reads itself. What the app's code reads, which has to be HTTPS, is that
 * of the system.
 */
export async function serveOtherHost(system: RunningSystem, settingsFile: string): Promise<Azurite> {
  const { azurite, appAccount, certificate, dir, hostEnvironment } = system;
  const accounts = { [appAccount]: azurite.accounts[appAccount] ?? '' };
  const storage = await startAzurite({ dir: join(dir, 'host-storage'), accounts, shielded: true });
  const connection = connectionString(storage, appAccount);
  const { RequestStorage__queueServiceUri: _uri, RequestStorage__credential: _credential, ...others } = hostEnvironment;
  const Values = {
    ...others,
    AzureWebJobsStorage: connection,
    // With this prefix a connection is taken before that of the plain name, which the app reads the rest of.
    AzureWebJobsRequestStorage: connection,
    // The worker is a child of the host, and gets its environment.
    NODE_EXTRA_CA_CERTS: certificate.certFile,
    NO_PROXY: '127.0.0.1,localhost',
  };
  await writeFile(settingsFile, `${JSON.stringify({ ...mark, IsEncrypted: false, Values }, undefined, 2)}\n`, {
    mode: 0o600,
  });
  return storage;
}
