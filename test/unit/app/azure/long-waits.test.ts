import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { leaveLongWaits, waitSeconds } from '../../../../src/azure/long-waits';
import { retryAfter } from '../../../../src/resources/erasing/delete-record';

const told = (headers: Record<string, string>) => waitSeconds((name) => headers[name]);

describe('how long a service wants to be left alone', () => {
  it('is read from seconds, milliseconds and dates', () => {
    expect(told({ 'retry-after': '7' })).toBe(7);
    expect(told({ 'x-ms-retry-after-ms': '1500' })).toBe(1.5);
    expect(told({ 'retry-after': new Date(Date.now() + 60_000).toUTCString() })).toBeGreaterThan(50);
    expect(told({ 'retry-after': 'soon' })).toBeUndefined();
    expect(told({})).toBeUndefined();
  });

  it('counts from the date of the answer, however wrong the clock of this machine is', () => {
    const date = 'Mon, 01 Jan 2001 00:00:00 GMT';
    expect(told({ date, 'retry-after': 'Mon, 01 Jan 2001 00:00:30 GMT' })).toBe(30);
    expect(told({ date: 'Tue, 01 Jan 2999 00:00:00 GMT', 'retry-after': 'Tue, 01 Jan 2999 00:00:05 GMT' })).toBe(5);
    expect(told({ date, 'retry-after': 'Sun, 31 Dec 2000 23:00:00 GMT' })).toBe(0);
  });

  it('reaches the SDK as seconds, whose own clock would make hours of a date', async () => {
    const headers = createHttpHeaders({
      ...{ date: 'Tue, 01 Jan 2999 00:00:00 GMT', 'retry-after': 'Tue, 01 Jan 2999 00:00:05 GMT' },
    });
    const request = createPipelineRequest({ url: 'https://service.example' });
    const answer = await leaveLongWaits.sendRequest(request, () => Promise.resolve({ status: 503, headers, request }));
    expect(answer.headers.get('retry-after')).toBe('5');
  });

  it.each([
    ['2', 2],
    ['0', 1],
    ['-5', 1],
    ['86400', 3_600],
    ['Thu, 01 Jan 2099 00:00:00 GMT', 3_600],
  ])('is, by a Retry-After of %s, a wait of %d seconds between two looks', (value, seconds) => {
    expect(retryAfter({ status: 429, body: undefined, headers: createHttpHeaders({ 'retry-after': value }) })).toBe(
      seconds,
    );
  });
});
