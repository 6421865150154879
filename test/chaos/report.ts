import type { Verdict } from './checks/verdicts';

/** Findings of one check that are shown; the rest is counted. */
const shown = 10;

/** What came of a round, as lines for a terminal: one for each check, and what it found below it. */
export function roundReport(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ check, wrong }) => [
    `  ${wrong.length === 0 ? 'ok   ' : 'WRONG'} ${check}`,
    ...wrong.slice(0, shown).map((what) => `        ${what}`),
    ...(wrong.length > shown ? [`        and ${wrong.length - shown} more`] : []),
  ]);
}

/** How to run a round again. */
export function repeatCommand(options: { seed: number; kills: number; requests: number; world?: string }): string {
  const { seed, kills, requests, world } = options;
  const given = world === undefined ? '' : ` --world ${world}`;
  return `npm run chaos -- --seed ${seed} --kills ${kills} --requests ${requests}${given}`;
}
