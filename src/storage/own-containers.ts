import { BlobServiceClient, newPipeline, type ContainerClient } from '@azure/storage-blob';
import { credentialFor, storageScope } from '../azure/credential';
import { patientPolicy } from '../azure/patient-client';
import { settings } from '../config/settings';

/** The app's own containers. */
export const containers = {
  /** Requests, plans, outcomes: restricted, they name people. */
  requests: 'privacy-requests',
  /** Exported files. */
  packages: 'privacy-packages',
  /** Messages that were refused, with the reason. */
  rejected: 'privacy-rejected',
  /** Copies of certificates for auditors: written once, perhaps under an immutability policy, never read back. */
  certificates: 'privacy-certificates',
} as const;

let service: BlobServiceClient | undefined;
const ready = new Map<string, Promise<ContainerClient>>();

/** The blob service that holds the app's own documents. */
export function requestStorage(): BlobServiceClient {
  if (!service) {
    const pipeline = newPipeline(credentialFor('requests'), { audience: storageScope() });
    pipeline.factories.push(patientPolicy);
    service = new BlobServiceClient(settings().RequestStorage__blobServiceUri, pipeline);
  }
  return service;
}

/** One of the app's own containers, made when it is missing. */
export async function ownContainer(name: string): Promise<ContainerClient> {
  let made = ready.get(name);
  if (!made) {
    made = (async () => {
      const container = requestStorage().getContainerClient(name);
      await container.createIfNotExists();
      return container;
    })();
    made.catch(() => ready.delete(name));
    ready.set(name, made);
  }
  return made;
}
