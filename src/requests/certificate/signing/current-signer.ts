import { settings } from '../../../config/settings';
import { fileSigner } from './file-signer';
import type { Signer } from './signer';
import { vaultSigner } from './vault-signer';

/** The key that signs now, as the settings name it; undefined when none is set. Throws AzureError. */
export async function currentSigner(): Promise<Signer | undefined> {
  const { CERTIFICATE_KEY_ID, CERTIFICATE_KEY_FILE } = settings();
  if (CERTIFICATE_KEY_ID) return vaultSigner(CERTIFICATE_KEY_ID);
  return CERTIFICATE_KEY_FILE ? fileSigner(CERTIFICATE_KEY_FILE) : undefined;
}
