import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSettings } from '../../../../src/config/settings';
import { fileSigner } from '../../../../src/requests/certificate/signing/file-signer';
import type { Json } from '../../../../tools/verify-certificate/canonical';
import { canonical } from '../../../../tools/verify-certificate/canonical';
import { Report } from '../../../../tools/verify-certificate/report';
import { checkSignature } from '../../../../tools/verify-certificate/signature';

describe('the key of certificates', () => {
  const dir = mkdtempSync(join(tmpdir(), 'key-'));
  afterAll(() => rmSync(dir, { recursive: true }));

  const saved = (name: string, key: KeyObject) => {
    writeFileSync(join(dir, name), key.export({ type: 'pkcs8', format: 'pem' }));
    return join(dir, name);
  };
  const base = { RequestStorage__blobServiceUri: 'https://x.blob.core.windows.net' };
  const ec = saved('ec.pem', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const rsa = saved('rsa.pem', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
  const vault = 'https://v.vault.azure.net/keys/certificates';

  it.each([
    ['a missing file', { CERTIFICATE_KEY_FILE: join(dir, 'none.pem') }, /CERTIFICATE_KEY_FILE: .*ENOENT/],
    ['a directory', { CERTIFICATE_KEY_FILE: dir }, /CERTIFICATE_KEY_FILE: .*EISDIR/],
    ['another curve', { CERTIFICATE_KEY_FILE: saved('ed.pem', generateKeyPairSync('ed25519').privateKey) }, /P-256/],
    ['two keys', { CERTIFICATE_KEY_FILE: ec, CERTIFICATE_KEY_ID: vault }, /only one key can sign/],
    ['an id of a secret', { CERTIFICATE_KEY_ID: 'https://v.vault.azure.net/secrets/x' }, /keys\/KEY/],
    ['an id without TLS', { CERTIFICATE_KEY_ID: 'http://v.vault.azure.net/keys/x' }, /CERTIFICATE_KEY_ID/],
  ])('is refused at the start when it is %s', (_what, env, message) => {
    expect(() => parseSettings({ ...base, ...env })).toThrow(message);
  });

  it('may be left out, or be a key of a vault with or without its version', () => {
    expect(parseSettings(base).CERTIFICATE_KEY_FILE).toBeUndefined();
    for (const id of [vault, `${vault}/0123`]) expect(parseSettings({ ...base, CERTIFICATE_KEY_ID: id })).toBeDefined();
  });

  it.each([
    ['ES256', ec],
    ['PS256', rsa],
  ])('signs with %s', async (alg, file) => {
    expect(parseSettings({ ...base, CERTIFICATE_KEY_FILE: file }).CERTIFICATE_KEY_FILE).toBe(file);
    const signer = fileSigner(file);
    expect(signer.key.alg).toBe(alg);
    const certificate: Record<string, Json> = { b: 1, a: 'é' };
    const head = Buffer.from(JSON.stringify({ alg, kid: signer.key.kid })).toString('base64url');
    const payload = Buffer.from(canonical(certificate)).toString('base64url');
    const mark = await signer.sign(`${head}.${payload}`);
    const signature = { jws: `${head}..${mark.toString('base64url')}`, kid: signer.key.kid };
    const verdicts = [certificate, { ...certificate, b: 2 }].map((each) => {
      const report = new Report();
      checkSignature({ ...each, signature }, [{ ...signer.key }], report);
      return report.findings.map(({ verdict }) => verdict);
    });
    expect(verdicts).toEqual([['ok'], ['wrong']]);
  });
});
