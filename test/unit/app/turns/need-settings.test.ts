import { inTurn } from '../../../../src/turns/turn';
import { needSettings } from '../../../../src/turns/need-settings';

describe('needSettings', () => {
  const name = 'RequestStorage__blobServiceUri';
  const before = process.env[name];
  afterAll(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });

  it('puts the work of a request off while settings have faults, and lets it go on when they are mended', async () => {
    const work = () => {
      needSettings();
      return Promise.resolve('done');
    };
    process.env[name] = 'nowhere';
    expect(await inTurn('2026-11-22 key', work)).toEqual({ later: 600 });
    // Who can't wait tries again, which is the next best.
    await expect(inTurn(undefined, work)).rejects.toMatchObject({ code: 'GaveWay', transient: true });
    process.env[name] = 'https://a.blob.core.windows.net';
    expect(await inTurn('2026-11-22 key', work)).toBe('done');
  });
});
