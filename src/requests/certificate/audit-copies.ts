import { asAzureError, AzureError } from '../../azure/azure-error';
import { containers } from '../../storage/own-containers';
import { Documents } from '../../storage/documents';
import type { Certificate } from './certificate';
import { recordedKeys } from './signing/published-keys';
import { contentHash } from '../keys';

const documents = new Documents();
const audit = new Documents(containers.certificates);
const folder = 'unfiled/';

/** Notes that a certificate is about to be written: whatever happens then, its copy for auditors will be made. */
export async function expectAuditCopy(key: string, issue: 1 | 2, certificate: string): Promise<void> {
  await documents.create(`${folder}${key}-${issue}.json`, { certificate });
}

/** Name of a copy in the audit container: by month and hash, which name nobody. */
export function auditCopyName({ issuedAt }: Pick<Certificate, 'issuedAt'>, sha256: string): string {
  return `${issuedAt.slice(0, 7)}/${sha256}.json`;
}

/**
 * Copies every certificate that was issued since into the audit container, with the public keys that signed so far, each
 * written once. What can't be copied stays on the list. Returns the code of what went wrong for each of those.
 */
export async function fileCertificates(): Promise<string[]> {
  const failures: string[] = [];
  let keys = false;
  for await (const mark of documents.names(folder)) {
    try {
      const { certificate } = await documents.needFixed<{ certificate: string }>(mark);
      const text = await documents.readText(certificate);
      // It is being written right now, or its process died and a twin writes it.
      if (text === undefined) continue;
      if (!keys) for (const key of await recordedKeys()) await writeOnce(`keys/${key.kid}.json`, JSON.stringify(key));
      keys = true;
      const issued = JSON.parse(text) as Certificate;
      await writeOnce(auditCopyName(issued, contentHash(issued)), text);
      await documents.remove(mark);
    } catch (thrown) {
      failures.push(asAzureError(thrown).code);
    }
  }
  return failures;
}

/** Throws unless the document holds exactly this text afterwards: an answer of the storage alone is no proof. */
async function writeOnce(name: string, text: string): Promise<void> {
  await audit.createText(name, text);
  if ((await audit.readText(name)) === text) return;
  throw new AzureError(409, 'AuditCopyDiffers', 'The audit container holds something else.', false);
}
