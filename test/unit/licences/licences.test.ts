import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allowedLicences, exceptions } from '../../../tools/licences/allowed';
import { licenceFindings, type LockedPackage, type LockFile } from '../../../tools/licences/check';
import { isAllowed } from '../../../tools/licences/expression';

const policy = { allowed: allowedLicences, exceptions: {} };
const lockOf = (packages: Record<string, LockedPackage>): LockFile => ({ packages: { '': {}, ...packages } });

describe('licences of packages', () => {
  it('are all allowed', () => {
    const lock = JSON.parse(readFileSync(join(__dirname, '../../../package-lock.json'), 'utf8')) as LockFile;
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(licenceFindings(lock, { allowed: allowedLicences, exceptions })).toEqual([]);
  });

  it.each([
    'MIT',
    '(MIT OR CC0-1.0)',
    '(GPL-3.0-only OR MIT)',
    'Apache-2.0 AND MIT',
    '(MIT AND (ISC OR GPL-2.0-only))',
  ])('allow %s', (expression) => expect(isAllowed(expression, allowedLicences)).toBe(true));

  it.each([
    'GPL-3.0-only',
    'MIT AND GPL-3.0-only',
    '(GPL-2.0-only OR AGPL-3.0-only)',
    'Apache-2.0 WITH LLVM-exception',
    'SEE LICENSE IN LICENSE',
    'MIT SEE LICENSE',
    '(MIT',
    'MIT)',
    'MIT OR',
    'mit',
    'UNLICENSED',
    '',
  ])('refuse "%s"', (expression) => expect(isAllowed(expression, allowedLicences)).toBe(false));

  it('name a package without one, also inside another', () => {
    const lock = lockOf({
      'node_modules/a': { version: '1.0.0', dev: true },
      'node_modules/a/node_modules/@b/c': { version: '2.0.0', license: 'AGPL-3.0-only' },
    });
    expect(licenceFindings(lock, policy)).toEqual([
      '@b/c@2.0.0 (in production) names AGPL-3.0-only, which is not allowed.',
      'a@1.0.0 (for development) names no licence, which is not allowed.',
    ]);
  });

  it('end an exception for production, with another licence, and once nothing needs it', () => {
    const excepted = { ...policy, exceptions: { a: { licence: 'CC-BY-4.0', reason: 'data' } } };
    const of = (locked: LockedPackage) => licenceFindings(lockOf({ 'node_modules/a': locked }), excepted);
    const unneeded = 'The exception for a is not needed: remove it.';
    expect(of({ version: '1.0.0', license: 'CC-BY-4.0', dev: true })).toEqual([]);
    expect(of({ version: '1.0.0', license: 'MIT', dev: true })).toEqual([unneeded]);
    expect(of({ version: '1.0.0', license: 'CC-BY-4.0' })).toContain(
      'a@1.0.0 (in production) names CC-BY-4.0, which is not allowed.',
    );
    expect(of({ version: '1.0.0', license: 'CC-BY-SA-4.0', dev: true })).toContain(
      'a@1.0.0 (for development) names CC-BY-SA-4.0, which is not allowed.',
    );
  });
});
