import { settings } from '../../../config/settings';
import { fileSigner } from './file-signer';
import type { PublishedKey } from './jwk';
import { vaultSigner } from './vault-signer';

/** A key that signs certificates. */
export interface Signer {
  /** The public half. */
  key: PublishedKey;
  /** The signature of a text as JWS has it: for ES256 the two numbers one after the other. Throws AzureError. */
  sign(text: string): Promise<Buffer>;
}

/** The key that signs now, as the settings name it; undefined when none is set. Throws AzureError. */
export async function currentSigner(): Promise<Signer | undefined> {
  const { CERTIFICATE_KEY_ID, CERTIFICATE_KEY_FILE } = settings();
  if (CERTIFICATE_KEY_ID) return vaultSigner(CERTIFICATE_KEY_ID);
  return CERTIFICATE_KEY_FILE ? fileSigner(CERTIFICATE_KEY_FILE) : undefined;
}
