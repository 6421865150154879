import { Pace, type Load } from '../../../../../src/storage/bulk/pace';

/** Calls that end when the test says so. */
class Calls {
  readonly open: ((load: Load) => void)[] = [];

  constructor(private readonly pace: Pace) {}

  begin(count: number): Promise<unknown> {
    return Promise.all(
      Array.from({ length: count }, () =>
        this.pace.run(() => new Promise<{ load: Load }>((end) => this.open.push((load) => end({ load })))),
      ),
    );
  }

  /** Ends what is open now; those after them have begun then. */
  async end(load: Load, count = this.open.length): Promise<void> {
    for (const end of this.open.splice(0, count)) end(load);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const fine = { busy: false };
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the pace of calls', () => {
  it('grows by one for each round that went well, up to its most', async () => {
    const pace = new Pace(2, 5);
    const calls = new Calls(pace);
    void calls.begin(100);
    await settled();
    const widths: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      widths.push(calls.open.length);
      await calls.end(fine);
    }
    expect(widths.slice(0, 2)).toEqual([2, 2]);
    expect(widths.at(-1)).toBe(5);
    expect(widths).toEqual([...widths].sort());
  });

  it('does not grow while nobody needs it', async () => {
    const pace = new Pace(4, 32);
    for (let round = 0; round < 50; round += 1) {
      const calls = new Calls(pace);
      const done = calls.begin(1);
      await settled();
      await calls.end(fine);
      await done;
    }
    expect(pace.width).toBe(4);
  });

  it('is halved once for all calls that met the same crowd, and again for those after them, down to one', async () => {
    const pace = new Pace(16, 64);
    const calls = new Calls(pace);
    void calls.begin(100);
    await settled();
    expect(calls.open).toHaveLength(16);
    await calls.end({ busy: true });
    expect(calls.open).toHaveLength(8);
    for (const width of [4, 2, 1, 1]) {
      await calls.end({ busy: true });
      expect(calls.open).toHaveLength(width);
    }
  });

  it('begins nothing until the service wants to be called again', async () => {
    const pace = new Pace(2, 4);
    const calls = new Calls(pace);
    void calls.begin(6);
    await settled();
    const begun = Date.now();
    await calls.end({ busy: true, waitMs: 60 });
    expect(calls.open).toHaveLength(0);
    while (calls.open.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(Date.now() - begun).toBeGreaterThanOrEqual(59);
    // What is longer than a call may last is for whoever called to decide.
    await calls.end({ busy: true, waitMs: Infinity });
    expect(calls.open.length).toBeGreaterThan(0);
  });

  it('goes on after a call that failed', async () => {
    const pace = new Pace(1, 1);
    await expect(pace.run(() => Promise.reject(new Error('no token')))).rejects.toThrow('no token');
    expect(await pace.run(() => Promise.resolve({ load: fine }))).toEqual({ load: fine });
  });
});
