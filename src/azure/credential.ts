import type { TokenCredential } from '@azure/core-auth';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import { settings } from '../config/settings';

/** What an identity is used for: reading and exporting, erasing, or this app's own documents. */
export type Role = 'reader' | 'eraser' | 'requests';

const cached = new Map<string, TokenCredential>();

/**
 * The credential for a role: the managed identity whose client id the settings name, and without one the identity of
 * whoever is signed in at this machine (or the host's only identity). Reading and erasing may share an identity.
 */
export function credentialFor(role: Role): TokenCredential {
  const { READER_CLIENT_ID, ERASER_CLIENT_ID, RequestStorage__clientId, CLOUD_AUTHORITY_HOST } = settings();
  const clientId = { reader: READER_CLIENT_ID, eraser: ERASER_CLIENT_ID, requests: RequestStorage__clientId }[role];
  const key = clientId ?? '';
  let credential = cached.get(key);
  if (!credential) {
    credential = clientId
      ? new ManagedIdentityCredential({ clientId })
      : new DefaultAzureCredential({ authorityHost: CLOUD_AUTHORITY_HOST });
    cached.set(key, credential);
  }
  return credential;
}

/** What a token for storage accounts is asked for. */
export function storageScope(): string {
  return `${settings().CLOUD_STORAGE_AUDIENCE}/.default`;
}
