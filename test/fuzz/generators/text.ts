import * as fc from 'fast-check';

/** Stands in every text that is made up here, so that it can be looked for where no input belongs. */
export const marker = 'qzfuzz';

/** Where the canary's URL comes in a text; the URL is known only when a system runs. */
export const canaryMark = 'https://canary1.invalid';

/** Texts that have broken other programs. None has control characters, which requests must not have. */
const odd = [
  '../../../../config/hmac-secret',
  '..%2f..%2fconfig%2fhmac-secret',
  '%252e%252e%252f',
  '..\\..\\config',
  '/absolute',
  '//host/share',
  '.',
  '..',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'requests/00000000000000000000000000000000/request.json',
  canaryMark,
  `${canaryMark}/subscriptions/x?api-version=2`,
  `https://user:pass@127.0.0.1@${canaryMark.slice(8)}/`,
  'file:///etc/passwd',
  'http://169.254.169.254/metadata/identity/oauth2/token',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://x","y")',
  "+1+cmd|' /C calc'!A0",
  "'; DROP TABLE runs; --",
  '{{7*7}}',
  '${7*7}',
  '$&$1$`',
  '%s%n%x',
  '%00',
  '%0d%0aset-cookie: a=b',
  '\u202egnp.exe',
  'a\u0301',
  '\u00e1',
  '\u212b',
  '\u0430dmin',
  '\uff41dmin',
  '\u200b',
  '\ufeff',
  '\u2028',
  'ﷺ'.repeat(8),
  '👩‍👩‍👧‍👦',
  'İı',
  'ß',
  'NaN',
  '1e400',
  '-0',
  '9007199254740993',
  'null',
  'true',
  '[]',
  ' ',
  '\u00a0',
];

/** What no text of a request may hold. */
export const forbidden = [
  '\0',
  '\r\n',
  '\n',
  '\t',
  '\u001b[31m',
  '\u007f',
  '\u009b',
  '\ud800',
  '\udc00x',
  'J\ufffdrgen',
];

/** A text that a request may hold, of at most `max` characters, with the marker in it. */
export function allowedText(max: number): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...odd) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  );
  return fc
    .array(piece, { maxLength: 4 })
    .map((pieces) => (marker + pieces.join('')).replace(/[\p{Cc}\p{Cs}\ufffd]/gu, '').slice(0, max))
    .map((text) => text.replace(/\p{Cs}/gu, ''));
}

/** A text that no request may hold. */
export const forbiddenText = fc
  .tuple(allowedText(40), fc.constantFrom(...forbidden))
  .map(([text, wrong]) => `${text}${wrong}x`);

/** Any text at all. */
export const anyText = fc.oneof(
  allowedText(200),
  forbiddenText,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...odd),
);

/** Texts for paths, queries and headers, one character for each byte: what may stand on the wire there. */
export const wireText = fc.oneof(
  fc.constantFrom(...odd).map((text) => encodeURIComponent(text.replace(/\p{Cs}/gu, ''))),
  fc.constantFrom(...odd).map((text) => text.replace(/[^\x21-\x7e]/g, '')),
  fc.constantFrom(
    ...['%', '%zz', '%c3%28', '%ff', '%00', '%2e%2e', '%2F', '%5c', '%0d%0ax-evil:1', ';', '.;/', 'a'.repeat(3_000)],
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => text.replace(/[^\x21-\x7e]/g, '')),
);
