import * as fc from 'fast-check';

/** Texts that mean something to whatever shows them: browsers, spreadsheets, terminals, file systems, shells, parsers. */
export const hostileTexts: readonly string[] = [
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='x", '&lt;b&gt;', '<!--', ']]>'],
  ...['</title><svg onload=x>', 'javascript:alert(1)', '[a](javascript:alert(1))', '<!-- contents -->', '{{7*7}}'],
  ...['=HYPERLINK("http://x","y")', '+1+cmd|"/C calc"!A0', '-2+3', '@SUM(A1)', '\tx', '\r=1', 'a,"b"\r\nc'],
  ...['\u001b[31mred\u001b[0m', '\u001b]0;title\u0007', '\u001b]8;;http://x\u001b\\y', '\u009b2J', 'a\bb', '\u007f'],
  ...[
    'cod\u202egpj.exe',
    '\u2066x\u2069',
    'a\u200bb',
    '\ufeffx',
    'a\u0000b',
    'line\nfeed',
    'line\u2028feed',
    'x\u3164',
  ],
  ...['../../etc/passwd', '/etc/passwd', 'C:\\Windows\\x', '\\\\host\\share', '..\\..\\x', '.', '..', '', ' ', '~'],
  ...['CON', 'nul.txt', 'COM1', 'COM¹.log', 'LPT9.', 'aux ', 'end.', 'end ', 'name:stream', 'a*b?c|d'],
  ...['\u00e9', 'e\u0301', '\ud800', 'x\udc00y', '\u{e0041}', '👩‍👩‍👧', '\ufdfa', 'ﬁ', 'ẞ', 'ß', 'K'],
  ...['---\nkey: !!js', '"}],"x":[{"', '__proto__', 'constructor', '$(touch x)', '`id`', "'; rm -rf /; '", '%2e%2e%2f'],
  ...['%0d%0aset-cookie: x=1', 'a\r\nX-Injected: 1', '%', '%zz', '?', '#', 'x'.repeat(10_000), '<'.repeat(10_000)],
];

/** Any text, the hostile ones often, alone or within others. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.oneof(fc.constantFrom(...hostileTexts.filter(({ length }) => length < 100)), fc.string()), {
      ...{ minLength: 2, maxLength: 4 },
    })
    .map((parts) => parts.join('')),
);

/** What acts on a terminal or can't be seen, less the breaks between lines. */
export const acting = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
