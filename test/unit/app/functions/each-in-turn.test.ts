import { eachInTurn } from '../../../../src/functions/each-in-turn';

// eslint-disable-next-line @typescript-eslint/require-await -- as a listing is
async function* listed(): AsyncGenerator<string> {
  yield* ['a', 'b', 'c', 'd'];
}

describe('the same for all', () => {
  it('is done for those after one that fails, which is told and thrown in the end', async () => {
    const done: string[] = [];
    const failed: string[] = [];
    const work = (one: string): Promise<void> => {
      if ('bc'.includes(one)) return Promise.reject(new Error(`no ${one}`));
      done.push(one);
      return Promise.resolve();
    };
    await expect(eachInTurn(listed(), work, (one) => failed.push(one))).rejects.toThrow('no b');
    expect([done, failed]).toEqual([
      ['a', 'd'],
      ['b', 'c'],
    ]);
  });

  it('ends well when nothing fails', async () => {
    const failed: string[] = [];
    await eachInTurn(
      listed(),
      () => Promise.resolve(),
      (one) => failed.push(one),
    );
    expect(failed).toEqual([]);
  });
});
