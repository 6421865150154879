import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { createLog } from '../../local/host/logger';
import { errorText, inLines, inOneLine, shellWord } from '../../local/terminal';
import { inOneLine as ofTheVerifier } from '../../tools/verify-certificate/terminal';
import { acting, hostileText, hostileTexts } from '../hostile';

describe('a text for a terminal', () => {
  it('has nothing that acts or can not be seen, and keeps the rest', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(inOneLine(text)).not.toMatch(acting);
        expect(inOneLine(text)).not.toContain('\n');
        expect(inLines(text)).not.toMatch(acting);
        expect(ofTheVerifier(text)).toBe(inOneLine(text));
      }),
      { numRuns: 1_000 },
    );
    expect(inOneLine('\u001b[31mred\n')).toBe('\\u001b[31mred\\u000a');
    expect(inOneLine('\u{e0041}\ud800')).toBe('\\udb40\\udc41\\ud800');
    expect(inOneLine('Ünï 数据 é')).toBe('Ünï 数据 é');
  });

  it('stays the same JSON', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const value = { [text]: [text] };
        for (const json of [inOneLine(JSON.stringify(value)), inLines(JSON.stringify(value, undefined, 2))])
          expect(JSON.parse(json)).toEqual(value);
      }),
    );
  });

  it('is the message of an error that a person can mend, and all of one that nobody can', () => {
    const error = new Error('a\u001b[2Jb\nc');
    expect(errorText(error, true)).toBe('a\\u001b[2Jb\nc');
    expect(errorText(error)).toMatch(/^Error: a\\u001b\[2Jb\n[^]*at /);
    expect(errorText('x\u0007', true)).not.toMatch(acting);
  });

  it('is one word for a shell', () => {
    for (const text of hostileTexts.filter(({ length }) => length < 100)) {
      const printed = execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
      expect(printed).toBe(inOneLine(text));
    }
  });
});

describe('a log', () => {
  const lines: string[] = [];
  const at = new Date('2026-03-02T09:15:42Z');
  const log = createLog(
    {},
    () => at,
    (line) => lines.push(line),
  );

  it('has one entry for one message: what was logged can neither forge another nor act on a terminal', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        lines.length = 0;
        log.write('Function.x', 'error', text, { [text]: text });
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toMatch(acting);
        const [first, ...more] = (lines[0] ?? '').split('\n');
        expect(first?.startsWith('2026-03-02T09:15:42.000Z error [Function.x] ')).toBe(true);
        for (const line of more) expect(line).toMatch(/^ {4}/);
      }),
    );
  });

  it('keeps the lines of a stack, further in', () => {
    lines.length = 0;
    log.write('Host', 'error', 'Error: x\n    at y\n2026-03-02T09:15:43.000Z information [Host] forged');
    expect(lines[0]?.split('\n').slice(1)).toEqual([
      '        at y',
      '    2026-03-02T09:15:43.000Z information [Host] forged',
    ]);
  });
});
