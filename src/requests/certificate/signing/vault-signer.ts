import { CryptographyClient, KeyClient, parseKeyVaultKeyIdentifier, type KeyVaultKey } from '@azure/keyvault-keys';
import type { TokenCredential } from '@azure/core-auth';
import { createHash } from 'node:crypto';
import { asAzureError, AzureError } from '../../../azure/azure-error';
import { now } from '../../../config/clock';
import { leaveLongWaits } from '../../../azure/long-waits';
import { credentialFor } from '../../../azure/credential';
import { settings } from '../../../config/settings';
import { publishedKey } from './jwk';
import type { Signer } from './signer';

/** Milliseconds for which a key is taken to be the current version: a rotation is noticed soon after. */
const freshFor = 300_000;
const known = new Map<string, { signer: Promise<Signer>; until: number }>();

/**
 * A key in a key vault, by its id, with or without a version; without one the current version signs. The key never
 * leaves the vault. Throws AzureError.
 */
export function vaultSigner(id: string): Promise<Signer> {
  const found = known.get(id);
  if (found && found.until > now().getTime()) return found.signer;
  const signer = load(id);
  signer.catch(() => known.delete(id));
  known.set(id, { signer, until: now().getTime() + freshFor });
  return signer;
}

async function load(id: string): Promise<Signer> {
  const { vaultUrl, name, version } = parseKeyVaultKeyIdentifier(id);
  try {
    const key = await new KeyClient(vaultUrl, vaultCredential(), options).getKey(name, { version, ...patience });
    const published = key.properties.enabled === false ? undefined : publishedKey(jwkOf(key));
    if (!published) throw new AzureError(0, 'KeyUnusable', 'The key is disabled or not P-256 or RSA.', false);
    const client = new CryptographyClient(key, vaultCredential(), options);
    return { key: published, sign: (text) => signWith(client, published.alg, text, () => known.delete(id)) };
  } catch (thrown) {
    throw asAzureError(thrown);
  }
}

/** `forget`: the key was refused; perhaps it was replaced and disabled since it was read. */
async function signWith(
  client: CryptographyClient,
  algorithm: string,
  text: string,
  forget: () => void,
): Promise<Buffer> {
  try {
    const { result } = await client.sign(algorithm, createHash('sha256').update(text).digest(), patience);
    return Buffer.from(result);
  } catch (thrown) {
    forget();
    throw asAzureError(thrown);
  }
}

/** The SDK gives the numbers of a key as bytes. */
function jwkOf({ key = {} }: KeyVaultKey) {
  const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('base64url');
  const kty = key.kty?.replace('-HSM', '');
  return { kty, crv: key.crv, x: text(key.x), y: text(key.y), n: text(key.n), e: text(key.e) };
}

/**
 * Tokens for the one audience that the settings name. A vault says in its challenge which audience it wants; what it
 * says is not followed, so nobody who answers in its place is ever given a token for something else.
 */
function vaultCredential(): TokenCredential {
  const scope = `${settings().CLOUD_KEY_VAULT_AUDIENCE}/.default`;
  return { getToken: (_asked, how) => credentialFor('requests').getToken(scope, how) };
}

/** Long waits are left to the caller, who comes again: the SDK would sleep for them inside the call. */
const options = {
  disableChallengeResourceVerification: true,
  additionalPolicies: [{ policy: leaveLongWaits, position: 'perRetry' as const }],
};
/** A vault that takes a call and never answers it must not hold up the end of a request. Milliseconds. */
const patience = { requestOptions: { timeout: 30_000 } };
