import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** Files of a self-signed certificate for 127.0.0.1 and localhost; `pem` is the certificate itself. */
export interface Certificate {
  certFile: string;
  keyFile: string;
  pem: string;
}

/**
 * Makes a certificate for this run. The Azure SDKs refuse to send a bearer token over plain HTTP, so even loopback
 * servers speak TLS; clients trust it by NODE_EXTRA_CA_CERTS, which Node reads at process start only.
 */
export async function makeCertificate(dir: string): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'azureml-data-requests local' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const certificate = { certFile: join(dir, 'cert.pem'), keyFile: join(dir, 'key.pem'), pem: made.cert };
  await writeFile(certificate.certFile, made.cert);
  await writeFile(certificate.keyFile, made.private, { mode: 0o600 });
  return certificate;
}
