import type { Options } from '../fuzz/options';
import type { Report } from '../fuzz/run';

// The compiled code, as `npm run fuzz` runs it: it starts processes from dist.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- what runs is dist, what is typed is the source
const { fuzz } = require('../../dist/test/fuzz/run.js') as {
  fuzz: (options: Options, tell: (line: string) => void) => Promise<Report>;
};

describe('hostile input', () => {
  it('is answered or put aside, and leaves nothing where it does not belong', async () => {
    const options: Options = { cases: 600, seed: 20_260_101, targets: ['reading', 'http', 'queue'], keep: false };
    const { cases, findings } = await fuzz(options, () => undefined);
    expect(findings).toEqual([]);
    expect(cases).toBeGreaterThanOrEqual(600);
  }, 400_000);
});
