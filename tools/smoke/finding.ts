/** What a check found. `gap` is something that a dry run could not read; the app works. */
export interface Finding {
  verdict: 'ok' | 'wrong' | 'gap' | 'skipped';
  what: string;
  /** What to do about it. */
  todo?: string;
}

/** Nothing is wrong with it. */
export const ok = (what: string): Finding => ({ verdict: 'ok', what });
/** It is wrong, and this is to be done about it. */
export const wrong = (what: string, todo: string): Finding => ({ verdict: 'wrong', what, todo });
/** It could not be checked, and why. */
export const skipped = (what: string, todo: string): Finding => ({ verdict: 'skipped', what, todo });

const signs = { ok: '✓', wrong: '✗', gap: '✗', skipped: '·' };

/** A finding as one or two lines for a terminal. */
export function lines({ verdict, what, todo }: Finding): string {
  return `${signs[verdict]} ${what}\n${todo === undefined ? '' : `  → ${todo}\n`}`;
}

/** The exit code: 0 all is well, 2 only gaps, 1 anything else. */
export function exitCode(findings: readonly Finding[]): number {
  if (findings.some(({ verdict }) => verdict === 'wrong')) return 1;
  return findings.some(({ verdict }) => verdict === 'gap') ? 2 : 0;
}

/** The last line: what all findings come to. */
export function verdict(findings: readonly Finding[]): string {
  const code = exitCode(findings);
  if (code === 1) return 'Something is wrong.';
  if (code === 2) return 'It works, with gaps.';
  const all = findings.every((finding) => finding.verdict !== 'skipped');
  return all ? 'All is well.' : 'What was looked at is well; not all was (·).';
}
