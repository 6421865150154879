import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file with the key that signs the certificates of this folder's system; made once, for its owner's eyes only. */
export async function certificateKey(dir: string): Promise<string> {
  const file = join(dir, 'certificate-key.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(file, pem, { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    // A system that starts again on its folder signs with the key that it had.
    if (error.code !== 'EEXIST') throw error;
  });
  return file;
}
