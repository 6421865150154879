import { newPipeline, ShareServiceClient, type ShareClient } from '@azure/storage-file-share';
import { credentialFor, storageScope, type Role } from '../../azure/credential';
import { endpointOfName } from '../../azure/service-url';
import { patientPolicy } from '../../azure/patient-client';
import { settings } from '../../config/settings';

/** A share of an account, and the copies of it that snapshots are. */
export interface ListedShare {
  name: string;
  snapshots: number;
  /** Instant of the newest snapshot, RFC 3339. */
  newestSnapshot?: string;
}

const services = new Map<string, ShareServiceClient>();

/**
 * The file service of one of the customer's accounts, for a role. Azure docs: with a token every call says that it means
 * the privileged access of backups; and without `allowTrailingDot` the service cuts dots off the ends of names, so that
 * a call about `report.` would reach `report`.
 */
export function fileService(role: Role, account: string): ShareServiceClient {
  const key = `${role} ${account}`;
  let service = services.get(key);
  if (!service) {
    const url = endpointOfName(settings().CLOUD_FILE_ENDPOINT_TEMPLATE, account);
    const pipeline = newPipeline(credentialFor(role), {
      audience: storageScope(),
      retryOptions: { maxTries: 4, maxRetryDelayInMs: 8_000 },
    });
    pipeline.factories.push(patientPolicy);
    service = new ShareServiceClient(url, pipeline, { fileRequestIntent: 'backup', allowTrailingDot: true });
    services.set(key, service);
  }
  return service;
}

/** A share of one of the customer's accounts, for a role. */
export function shareOf(role: Role, place: { account: string; container: string }): ShareClient {
  return fileService(role, place.account).getShareClient(place.container);
}

/**
 * The shares of an account by name, with how many snapshots they have. Soft-deleted ones are left out. Throws what the
 * SDK throws: services older than 2024-11-04 refuse tokens here.
 */
export async function listShares(account: string): Promise<ListedShare[]> {
  const shares = new Map<string, ListedShare>();
  for await (const { name, snapshot } of fileService('reader', account).listShares({ includeSnapshots: true })) {
    const share = shares.get(name) ?? { name, snapshots: 0 };
    if (snapshot) {
      share.snapshots += 1;
      if (!share.newestSnapshot || snapshot > share.newestSnapshot) share.newestSnapshot = snapshot;
    }
    shares.set(name, share);
  }
  return [...shares.values()];
}
