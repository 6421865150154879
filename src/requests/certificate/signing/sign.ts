import { asAzureError } from '../../../azure/azure-error';
import { now } from '../../../config/clock';
import { Documents } from '../../../storage/documents';
import { canonicalJson } from '../../keys';
import type { Certificate } from '../certificate';
import { currentSigner } from './current-signer';
import { recordKey } from './published-keys';
import type { Signer } from './signer';

/** Milliseconds for which an ending request waits for a key vault that can't be reached. */
const patience = 3_600_000;

/**
 * The certificate with its signature. Without a key, or when the key vault refuses or stays away for an hour, it says
 * why it has none: a request must come to its end. Throws AzureError while waiting may heal it.
 */
export async function signed(key: string, certificate: Certificate): Promise<Certificate> {
  try {
    const signer = await currentSigner();
    if (!signer) return { ...certificate, unsigned: 'no_key' };
    return await signedBy(signer, certificate).catch(async (thrown: unknown) => {
      if (asAzureError(thrown).transient) throw thrown;
      // A key that was read a while ago may have been replaced since, and disabled.
      const newer = await currentSigner().catch(() => undefined);
      if (!newer || newer.key.kid === signer.key.kid) throw thrown;
      return signedBy(newer, certificate);
    });
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient && (await waitedFor(key, certificate.issue)) < patience) throw error;
    return { ...certificate, unsigned: error.code };
  }
}

async function signedBy(signer: Signer, certificate: Certificate): Promise<Certificate> {
  const { kid, alg } = signer.key;
  await recordKey(signer.key);
  const header = Buffer.from(JSON.stringify({ alg, kid })).toString('base64url');
  const payload = Buffer.from(canonicalJson(certificate)).toString('base64url');
  const signature = await signer.sign(`${header}.${payload}`);
  return { ...certificate, signature: { jws: `${header}..${signature.toString('base64url')}`, kid } };
}

/** Milliseconds since the first try that failed. */
async function waitedFor(key: string, issue: number): Promise<number> {
  const documents = new Documents();
  const name = `requests/${key}/certificate-${issue}-waits.json`;
  await documents.create(name, { since: now().toISOString() });
  const { since } = await documents.needFixed<{ since: string }>(name);
  return now().getTime() - Date.parse(since);
}
