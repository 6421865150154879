import { tellUnsigned } from '../../../../src/activities/issue-certificate';
import type { Certificate } from '../../../../src/requests/certificate/certificate';

describe('tellUnsigned', () => {
  it('tells why a certificate has no signature, unless nobody wanted one', () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const log = { error: write, warn: write, info: write };
    for (const unsigned of ['no_key', undefined, 'Forbidden']) tellUnsigned(log, 'abc', { unsigned } as Certificate);
    expect(lines).toEqual(['event=certificate_unsigned request=abc code=Forbidden']);
  });
});
