import { readFileSync } from 'node:fs';
import { startKeyVault, type KeyVault } from '../../../local/key-vault/key-vault';
import type { Emulator } from '../../../local/azureml/start-emulator';
import type { Certificate } from '../../../src/requests/certificate/certificate';
import { recordedKeys } from '../../../src/requests/certificate/signing/published-keys';
import { vaultSigner } from '../../../src/requests/certificate/signing/vault-signer';
import { signed } from '../../../src/requests/certificate/signing/sign';
import { checkSignature } from '../../../tools/verify-certificate/signature';
import { Report } from '../../../tools/verify-certificate/report';
import { startStorage, startWith, type TestStorage } from '../azureml/running-emulator';
import { leadAppTo } from '../lead-app';

const certificate = { issue: 1, requestId: 'r' } as Certificate;

describe('signing with a key vault', () => {
  let test: TestStorage;
  let emulator: Emulator;
  let vault: KeyVault;
  /** The version that signs at first. */
  let current: string;

  beforeAll(async () => {
    test = await startStorage(['requests', 'labstore']);
    emulator = await startWith({ people: [], workspaces: [{ name: 'lab', storageAccount: 'labstore' }] }, test);
    const { certFile, keyFile } = test.certificate;
    vault = await startKeyVault({ cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') });
    current = vault.rotate('certificates');
    leadAppTo(test, emulator, { CERTIFICATE_KEY_ID: `${vault.url}/keys/certificates` });
  });

  afterAll(async () => {
    await vault.stop();
    await emulator.stop();
    await test.stop();
  });

  it('answers the challenge, and gives a signature that stands with the published key', async () => {
    const made = await signed('k1', certificate);
    expect(vault.signatures).toBe(1);
    const report = new Report();
    const keys = (await recordedKeys()).map((key) => ({ ...key }));
    checkSignature(JSON.parse(JSON.stringify(made)) as never, keys, report);
    expect(report.findings).toEqual([
      { verdict: 'ok', what: 'signature', detail: `ES256 by the published key ${made.signature?.kid}` },
    ]);
  });

  it('signs with the version that the id names, else with the newest', async () => {
    const old = vault.rotate('rotated');
    const kids = [(await vaultSigner(old)).key.kid];
    vault.rotate('rotated');
    kids.push((await vaultSigner(`${vault.url}/keys/rotated`)).key.kid);
    expect((await vaultSigner(old)).key.kid).toBe(kids[0]);
    expect(new Set(kids).size).toBe(2);
  });

  it('signs with the newest version at once when the one that it knows was disabled', async () => {
    const before = await signed('k4', certificate);
    vault.rotate('certificates');
    vault.disable(current);
    const after = await signed('k5', certificate);
    expect([before.unsigned, after.unsigned]).toEqual([undefined, undefined]);
    expect(after.signature?.kid).not.toBe(before.signature?.kid);
  });

  it('leaves a certificate unsigned when the vault refuses, and says why', async () => {
    vault.disable('certificates');
    const made = await signed('k2', certificate);
    expect([made.signature, made.unsigned]).toEqual([undefined, 'Forbidden']);
  });

  it('does not sleep inside the call for as long as the vault wants to be left alone', async () => {
    vault.refuse(429, 'Throttled', 100, 3_600);
    const begun = Date.now();
    await expect(signed('k6', certificate)).rejects.toMatchObject({ transient: true, code: 'Throttled' });
    expect(Date.now() - begun).toBeLessThan(30_000);
    vault.refuse(0, '', 0);
  });

  it('is tried again while the vault is away', async () => {
    // The SDK's own tries are among them.
    vault.refuse(503, 'ServiceUnavailable', 100);
    await expect(signed('k3', certificate)).rejects.toMatchObject({ transient: true });
    vault.refuse(0, '', 0);
  });
});
