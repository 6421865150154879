import { BlobServiceClient, newPipeline, type ContainerClient } from '@azure/storage-blob';
import { credentialFor, storageScope, type Role } from '../azure/credential';
import { endpointOfName } from '../azure/service-url';
import { patientPolicy } from '../azure/patient-client';
import { settings } from '../config/settings';

const services = new Map<string, BlobServiceClient>();

/** The blob service of one of the customer's accounts, for a role. */
export function blobService(role: Role, account: string): BlobServiceClient {
  const key = `${role} ${account}`;
  let service = services.get(key);
  if (!service) {
    const url = endpointOfName(settings().CLOUD_BLOB_ENDPOINT_TEMPLATE, account);
    const pipeline = newPipeline(credentialFor(role), {
      audience: storageScope(),
      retryOptions: { maxTries: 4, maxRetryDelayInMs: 8_000 },
    });
    pipeline.factories.push(patientPolicy);
    service = new BlobServiceClient(url, pipeline);
    services.set(key, service);
  }
  return service;
}

/** A container of one of the customer's accounts, for a role. */
export function containerOf(role: Role, range: { account: string; container: string }): ContainerClient {
  return blobService(role, range.account).getContainerClient(range.container);
}
