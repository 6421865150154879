import { eventually, removeFolder, startHostProcess, temporaryFolder, type HostProcess } from './host-process';

interface Seen {
  timer: { isPastDue: boolean; scheduleStatus: { last: string; next: string } };
}

let dir: string;
let host: HostProcess;
beforeEach(async () => {
  dir = await temporaryFolder();
  host = await startHostProcess(dir, { args: ['--test-clock'] });
});
afterEach(async () => {
  await host.child.stop();
  await removeFolder(dir);
});

const day = 86_400;
const advance = async (seconds: number) => {
  const response = await host.admin('host/clock', { advanceSeconds: seconds });
  return new Date(((await response.json()) as { now: string }).now);
};
const runs = (count: number) =>
  eventually(async () => {
    const seen = (await (await host.fetch('/api/seen')).json()) as Seen[];
    return seen.length >= count ? seen : undefined;
  });

it('runs when the clock reaches the schedule, once per occurrence', async () => {
  const now = await advance(day);
  const [first] = await runs(1);
  expect(first?.timer).toMatchObject({ isPastDue: false, scheduleStatus: { last: '0001-01-01T00:00:00Z' } });
  await advance(day);
  const [, second] = await runs(2);
  expect(new Date(second?.timer.scheduleStatus.last ?? '').getTime()).toBeGreaterThanOrEqual(now.getTime() - 1000);
  expect(second?.timer.scheduleStatus.next).toMatch(/T03:00:00\.000Z$/);
});

it('makes up a missed run once, as past due, and keeps its time over a restart', async () => {
  await advance(day);
  await runs(1);
  const before = await advance(0);
  await host.child.stop();
  host = await startHostProcess(dir, { args: ['--test-clock'] });
  expect((await advance(0)).getTime()).toBeGreaterThanOrEqual(before.getTime());
  expect(await runs(0)).toEqual([]);
  await host.child.stop();
  // Two days of downtime: the kept offset stands for them.
  const { writeFile } = await import('node:fs/promises');
  await writeFile(`${dir}/test-clock.json`, JSON.stringify({ offsetMilliseconds: 4 * day * 1000 }));
  host = await startHostProcess(dir, { args: ['--test-clock'] });
  const seen = await runs(1);
  expect(seen.map(({ timer }) => timer.isPastDue)).toEqual([true]);
});

it('runs by hand', async () => {
  expect((await host.admin('functions/nightly', {})).status).toBe(202);
  expect(await runs(1)).toHaveLength(1);
});

it('refuses to turn the clock back', async () => {
  expect((await host.admin('host/clock', { advanceSeconds: -1 })).status).toBe(400);
});
