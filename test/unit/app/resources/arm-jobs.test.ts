import type { Arm } from '../../../../src/azure/arm';
import { armJobs } from '../../../../src/resources/listing/arm-jobs';

/** A workspace with so many jobs, ten on a page, that counts what it is asked. */
function service(jobs: number, look?: string) {
  const asked = { pages: 0, jobs: [] as string[] };
  const arm = {
    look,
    page: (path: string) => {
      asked.pages += 1;
      const from = Number(/from=(\d+)/.exec(path)?.[1] ?? '0');
      const value = Array.from({ length: Math.min(10, jobs - from) }, (_, at) => ({ name: `j${from + at}` }));
      return Promise.resolve({ value, next: from + 10 < jobs ? `/ws/jobs?from=${from + 10}` : undefined });
    },
    get: (id: string) => {
      const name = id.split('/').pop() ?? '';
      asked.jobs.push(name);
      return Promise.resolve(name.startsWith('j') ? { name } : undefined);
    },
  } as unknown as Arm;
  return { asked, read: async (names: string[]) => [...(await armJobs(arm, '/ws').read(names)).keys()] };
}

const names = (from: number, count: number) => Array.from({ length: count }, (_, at) => `j${from + at}`);

describe('jobs that are read by name', () => {
  test('come from one reading of the list, however many calls ask for them', async () => {
    const { asked, read } = service(1_000, 'one');
    for (let from = 0; from < 1_000; from += 50) expect(await read(names(from, 50))).toEqual(names(from, 50));
    expect(asked).toEqual({ pages: 100, jobs: [] });
  });

  test('are asked for when the list has told of them before, and those that it lacks are not', async () => {
    const { asked, read } = service(20, 'again');
    expect(await read([...names(0, 20), 'missing'])).toEqual(names(0, 20));
    expect(await read(['j3', 'missing'])).toEqual(['j3']);
    expect(asked).toEqual({ pages: 2, jobs: ['j3'] });
  });

  test('are asked for one by one where the list would cost more', async () => {
    const { asked, read } = service(1_000, 'few');
    expect(await read(['j999', 'missing'])).toEqual(['j999']);
    expect(asked).toEqual({ pages: 1, jobs: ['j999', 'missing'] });
  });

  test('are read anew by who takes no look', async () => {
    const { asked, read } = service(20);
    await read(names(0, 20));
    await read(names(0, 20));
    expect(asked).toEqual({ pages: 4, jobs: [] });
  });
});
