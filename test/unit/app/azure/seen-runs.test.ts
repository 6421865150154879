import { noteSeen, wasSeen } from '../../../../src/azure/seen-runs';

const many = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('runs that a look has seen', () => {
  test('are known to that look alone', () => {
    noteSeen('one', ['run']);
    expect([wasSeen('one', 'run'), wasSeen('one', 'other'), wasSeen('two', 'run')]).toEqual([true, false, false]);
  });

  test('are forgotten with the oldest look when there are too many', () => {
    noteSeen('old', many('a', 1_000));
    noteSeen('busy', ['first']);
    noteSeen('old', ['again']);
    noteSeen('new', many('b', 199_500));
    expect([wasSeen('busy', 'first'), wasSeen('old', 'again'), wasSeen('new', 'b0')]).toEqual([false, false, true]);
  });
});
