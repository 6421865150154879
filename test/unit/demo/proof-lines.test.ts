import { proofLines } from '../../../local/demo/proof-lines';
import type { CertificateView } from '../../../local/demo/tables';

const text = (certificate: Partial<CertificateView>) =>
  proofLines(certificate as CertificateView)
    .map((line) => line.trim())
    .join(' ');

describe('what the demo says of the certificate', () => {
  it('is until when something can be restored', () => {
    expect(text({ stage: 'inaccessible', irrecoverableOn: '2026-12-06T10:00:00.000Z' })).toContain(
      'Inaccessible now, irrecoverable on 2026-12-06: then all of it is looked at again',
    );
    expect(text({ stage: 'inaccessible' })).toContain('Azure tells no date');
    expect(text({ stage: 'irrecoverable' })).toMatch(/^Irrecoverable: nothing/);
  });

  it('is who vouches for it, also when nothing was erased', () => {
    expect(text({ signature: { kid: 'EznSR27UxRaC7ROL9PAsYrCLGB' } })).toBe('Signed with the key EznSR27UxRaC7ROL….');
    expect(text({ unsigned: 'Forbidden' })).toBe('Not signed (Forbidden).');
  });
});
