import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import { QueueServiceClient } from '@azure/storage-queue';
import type { Settings } from '../config/settings';

/** Opens the queue service that a binding's `connection` names; throws an error that names a missing setting. */
export type Connect = (connection: string | undefined) => QueueServiceClient;

/** Short waits: a local storage emulator that was restarted should be found again soon. */
const options = {
  retryOptions: { maxTries: 5, retryDelayInMs: 500, maxRetryDelayInMs: 4_000, tryTimeoutInMs: 10_000 },
};

/** What bindings without a `connection` use. */
const standardConnection = 'AzureWebJobsStorage';

/**
 * Connections as the Functions host resolves them: `<Name>` holds a connection string, or `<Name>__queueServiceUri`
 * (or `__serviceUri`, `__accountName`) an account that an identity opens. Settings whose names begin with `AzureWebJobs`
 * stand in for all that have the plain name, as in the WebJobs SDK (GetWebJobsConnectionStringSection).
 */
export function createConnect(settings: Settings): Connect {
  const open = new Map<string, QueueServiceClient>();
  return (connection) => {
    const name = connection || standardConnection;
    const client = open.get(name) ?? connect(name, settings);
    open.set(name, client);
    return client;
  };
}

function connect(name: string, settings: Settings): QueueServiceClient {
  const prefixed = `AzureWebJobs${name}`;
  const given = Object.keys(settings).some((key) => key === prefixed || key.startsWith(`${prefixed}__`));
  const setting = (suffix: string) => settings[`${given ? prefixed : name}${suffix}`];
  const connectionString = setting('');
  if (connectionString) return QueueServiceClient.fromConnectionString(connectionString, options);
  const account = setting('__accountName');
  const uri =
    setting('__queueServiceUri') ??
    setting('__serviceUri') ??
    (account ? `https://${account}.queue.core.windows.net` : undefined);
  if (!uri) {
    throw new Error(`The connection '${name}' needs the setting '${name}' or '${name}__queueServiceUri'.`);
  }
  return new QueueServiceClient(uri, credential(name, setting), options);
}

function credential(name: string, setting: (suffix: string) => string | undefined) {
  const kind = setting('__credential');
  const clientId = setting('__clientId');
  if (kind === undefined) return new DefaultAzureCredential();
  if (kind.toLowerCase() !== 'managedidentity') {
    throw new Error(`The setting '${name}__credential' must be 'managedidentity', not '${kind}'.`);
  }
  return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
}
