import type { Arm } from '../../../../src/azure/arm';
import type { RunHistory } from '../../../../src/azure/run-history';
import { job } from '../../../../src/resources/job';
import type { RecordContext, Target } from '../../../../src/resources/resource-type';
import { workspace } from './workspace';

const target = (name: string, detail?: Target['detail']): Target => ({
  ...{ id: `${workspace.id}/jobs/${name}`, name, inUseAccepted: false, detail },
});

/** A workspace as it is seen: what ARM lists, what it gives when asked, and what run history knows. */
function context(listed: string[], there: string[], runs?: string[]): RecordContext {
  const arm: Pick<Arm, 'page' | 'get'> = {
    page: () => Promise.resolve({ value: listed.map((name) => ({ name })) }),
    get: (path) => Promise.resolve(there.some((name) => path.endsWith(`/${name}`)) ? {} : undefined),
  };
  const run = (name: string) => Promise.resolve(runs?.includes(name) ? {} : undefined);
  return { workspace, arm: arm as Arm, ...(runs ? { runHistory: { run } as unknown as RunHistory } : {}) };
}

const present = async (seen: RecordContext, ...targets: Target[]) =>
  [...((await job.present?.(seen, targets)) ?? [])].map((id) => id.split('/').pop());

describe('whether a job is still there', () => {
  it('is not said by a list alone, which may omit it', async () => {
    expect(await present(context([], [], ['a']), target('a'), target('b'))).toEqual(['a']);
    expect(await present(context([], ['a']), target('a'), target('b'))).toEqual(['a']);
    expect(await present(context(['a'], ['a'], []), target('a'))).toEqual(['a']);
    // Run history, which never knew this one, can't tell that it is gone.
    expect(await present(context([], ['a'], []), target('a'))).toEqual(['a']);
  });

  it('cannot be said of what run history knew, while that is out of reach', async () => {
    const known = target('a', { run: 'known' });
    await expect(present(context([], []), known)).rejects.toMatchObject({ code: 'RunHistoryUnreachable' });
    const exported = async () => {
      for await (const _ of job.records(context([], ['a']), known)) continue;
    };
    await expect(exported()).rejects.toMatchObject({ code: 'RunHistoryUnreachable' });
    expect(await present(context([], []), target('b'))).toEqual([]);
  });
});
