import { inOneLine } from './terminal';

/** What one check came to. */
export type Verdict = 'ok' | 'wrong' | 'not checked';

/** One line of the report. */
export interface Finding {
  verdict: Verdict;
  /** What was checked. */
  what: string;
  /** Where something is wrong (JSON pointer, or document and line), or what was found. */
  detail: string;
}

/** Collects what the checks find. */
export class Report {
  readonly findings: Finding[] = [];

  /** Something that holds. */
  ok(what: string, detail = ''): void {
    this.findings.push({ verdict: 'ok', what, detail });
  }

  /** Something that doesn't hold, with its place. */
  wrong(what: string, detail: string): void {
    this.findings.push({ verdict: 'wrong', what, detail });
  }

  /** Something that could not be looked at with what was given. */
  notChecked(what: string, detail: string): void {
    this.findings.push({ verdict: 'not checked', what, detail });
  }

  /** Notes all faults of one check, or that there are none. */
  all(what: string, faults: readonly string[], detail = ''): void {
    for (const fault of faults.slice(0, 20)) this.wrong(what, fault);
    if (faults.length > 20) this.wrong(what, `and ${faults.length - 20} more`);
    if (faults.length === 0) this.ok(what, detail);
  }

  /** Whether anything is wrong. */
  get failed(): boolean {
    return this.findings.some(({ verdict }) => verdict === 'wrong');
  }

  /** What a reader must not overlook: without signature and hash anybody may have written what agrees with itself. */
  private doubt(): string {
    const vouched = this.findings.some(
      ({ verdict, what }) => verdict === 'ok' && (what === 'signature' || what === 'hash'),
    );
    return vouched ? '' : '; but nothing shows who issued it: give --keys or --sha256';
  }

  /** As people read it: a line per check, and what it all comes to. */
  text(): string {
    const lines = this.findings.map(({ verdict, what, detail }) => {
      const sign = { ok: 'ok          ', wrong: 'WRONG       ', 'not checked': 'not checked ' }[verdict];
      return inOneLine(`${sign} ${what}${detail ? `: ${detail}` : ''}`);
    });
    const wrong = this.findings.filter(({ verdict }) => verdict === 'wrong').length;
    const open = this.findings.filter(({ verdict }) => verdict === 'not checked').length;
    const end =
      wrong > 0
        ? `REFUSED: ${wrong} wrong`
        : `Nothing is wrong${open > 0 ? `, ${open} not checked` : ''}${this.doubt()}`;
    return `${[...lines, '', `${end}.`].join('\n')}\n`;
  }
}
