/**
 * The licences under which packages may be used and shipped, as SPDX identifiers. All of them ask for no more than that
 * their text goes along, which the deployable folder's THIRD-PARTY-NOTICES.txt does. Dependabot's changes are held to the
 * same list by `npm run licences`.
 */
export const allowedLicences: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
];

/** A package that is used under another licence, and why that is all right. Only for development: none is shipped. */
export interface LicenceException {
  /** Exactly as package-lock.json has it: when a package changes its licence, the exception ends. */
  licence: string;
  reason: string;
}

/** By name of the package. */
export const exceptions: Readonly<Record<string, LicenceException>> = {
  'caniuse-lite': {
    licence: 'CC-BY-4.0',
    reason: 'A table of browsers, data without code, which Jest reads through Babel.',
  },
  'uri-templates': {
    licence: 'http://geraintluff.github.io/tv4/LICENSE.txt',
    reason:
      'In the public domain, as its author says; it names the text by a link instead of an identifier. Azurite uses it.',
  },
};
