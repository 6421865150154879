import { rememberedPage, type ArmPage } from '../../../../src/azure/page-memory';

/** A list that tells how often it was read; its first answers may be refusals. */
function list(refusals = 0) {
  let reads = 0;
  const read = (): Promise<ArmPage> => {
    reads += 1;
    return reads > refusals ? Promise.resolve({ value: [{ read: reads }] }) : Promise.reject(new Error('refused'));
  };
  return { read, reads: () => reads };
}

describe('pages that several readers of one look need', () => {
  afterEach(() => jest.useRealTimers());

  test('are read once, also by readers at the same time', async () => {
    const { read, reads } = list();
    await Promise.all([rememberedPage('once', '/jobs', read), rememberedPage('once', '/jobs', read)]);
    expect(await rememberedPage('once', '/jobs', read)).toEqual({ value: [{ read: 1 }] });
    expect(reads()).toBe(1);
  });

  test('are read anew by another look, and for another URL', async () => {
    const { read, reads } = list();
    await rememberedPage('before', '/jobs', read);
    await rememberedPage('after', '/jobs', read);
    await rememberedPage('after', '/jobs?page=2', read);
    expect(reads()).toBe(3);
  });

  test('are read anew after a minute', async () => {
    jest.useFakeTimers();
    const { read, reads } = list();
    await rememberedPage('long', '/jobs', read);
    jest.advanceTimersByTime(61_000);
    await rememberedPage('long', '/jobs', read);
    expect(reads()).toBe(2);
  });

  test('are read anew after a minute, also when the clock was set back meanwhile', async () => {
    jest.useFakeTimers();
    const { read, reads } = list();
    await rememberedPage('set back', '/jobs', read);
    jest.advanceTimersByTime(61_000);
    jest.setSystemTime(0);
    await rememberedPage('set back', '/jobs', read);
    expect(reads()).toBe(2);
  });

  test('are read anew after a refusal', async () => {
    const { read, reads } = list(1);
    await expect(rememberedPage('refused', '/jobs', read)).rejects.toThrow('refused');
    expect(await rememberedPage('refused', '/jobs', read)).toEqual({ value: [{ read: 2 }] });
    expect(reads()).toBe(2);
  });

  test('are forgotten when there are too many', async () => {
    let reads = 0;
    const read = (): Promise<ArmPage> => {
      reads += 1;
      return Promise.resolve({ value: Array.from({ length: 100 }, () => ({})) });
    };
    for (let page = 0; page <= 200; page += 1) await rememberedPage('many', `/jobs?page=${page}`, read);
    await rememberedPage('many', '/jobs?page=200', read);
    expect(reads).toBe(201);
    await rememberedPage('many', '/jobs?page=0', read);
    expect(reads).toBe(202);
  });
});
