import { integer, sample, tuple } from 'fast-check';
import { randomFault } from './random-faults';
import { realProject, type RealProject } from './project';

/** A few that make no difference are among them: a longer list of allowed values, a default written out. */
const leastShare = 0.8;

describe('random faults', () => {
  let real: RealProject;
  beforeAll(async () => {
    real = await realProject();
  });

  it('are nearly all caught', () => {
    const number = integer({ min: 0, max: 2 ** 30 });
    const numbers = sample(tuple(number, number, number, number), { numRuns: 40, seed: 6 });
    const faults = numbers.flatMap((four) => randomFault(real.texts, four) ?? []);
    const survivors = faults.filter(({ file, text }) => real.findings({ [file]: text }).length === 0);
    expect(faults.length).toBeGreaterThan(25);
    // The message of a failure shows those that nothing found.
    const shown = survivors.map(({ file, line, what }) => `${file}:${line} ${what}`);
    expect(survivors.length <= faults.length * (1 - leastShare) ? [] : shown).toEqual([]);
  });
});
