import type { AccessToken } from '@azure/core-auth';
import { asAzureError, AzureError } from '../../azure/azure-error';
import { credentialFor, storageScope, type Role } from '../../azure/credential';

/** Milliseconds before its end at which a token is replaced. */
const margin = 5 * 60_000;
/** Milliseconds between two tries to replace one that still works. */
const pause = 30_000;

interface Kept {
  token?: AccessToken;
  /** A request for a new one that is under way. */
  coming?: Promise<AccessToken>;
  triedAt: number;
}

const kept = new Map<Role, Kept>();

/**
 * The `Authorization` header for a role. A token is used until shortly before its end, asked for once however many wait
 * for it, and while it still works nobody waits for its successor. Throws AzureError.
 */
export async function authorizationOf(role: Role): Promise<string> {
  let entry = kept.get(role);
  if (!entry) kept.set(role, (entry = { triedAt: 0 }));
  const { token } = entry;
  const left = token ? token.expiresOnTimestamp - Date.now() : 0;
  if (token && left > margin) return `Bearer ${token.token}`;
  if (token && left > pause) {
    // Not awaited: until it comes the old one does; should it fail, the next caller after the pause asks again.
    if (Date.now() - entry.triedAt > pause) renewed(role, entry).catch(() => undefined);
    return `Bearer ${token.token}`;
  }
  return `Bearer ${(await renewed(role, entry)).token}`;
}

/** Forgets a token that the service refused; unless another has taken its place already. */
export function forgetToken(role: Role, authorization: string): void {
  const entry = kept.get(role);
  if (entry?.token && `Bearer ${entry.token.token}` === authorization) entry.token = undefined;
}

function renewed(role: Role, entry: Kept): Promise<AccessToken> {
  entry.coming ??= ask(role, entry).finally(() => (entry.coming = undefined));
  return entry.coming;
}

async function ask(role: Role, entry: Kept): Promise<AccessToken> {
  entry.triedAt = Date.now();
  const token = await credentialFor(role)
    .getToken(storageScope())
    .catch((thrown: unknown) => {
      throw asAzureError(thrown);
    });
  if (!token) throw new AzureError(401, 'NoToken', 'The identity gave no token for blob storage.', false);
  entry.token = token;
  return token;
}
