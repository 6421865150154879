import { dayAfter, dayOf, dayToLook } from '../../../../src/requests/due-dates';

const clock = Symbol.for('azureml-data-requests.clock');
const at = (instant: string) => Object.assign(globalThis, { [clock]: () => new Date(instant) });

describe('the day of the next look', () => {
  afterEach(() => Reflect.deleteProperty(globalThis, clock));

  it.each([
    ['2030-01-08T00:00:00.000Z', '2030-01-09'],
    ['2030-01-08T23:59:59.999Z', '2030-01-09'],
    // A date alone is its beginning, and offsets count.
    ['2030-01-08', '2030-01-09'],
    ['2030-01-08T23:00:00-02:00', '2030-01-10'],
    ['2028-02-28T12:00:00Z', '2028-02-29'],
  ])('is the one after %s', (until, day) => {
    at('2026-11-22T10:00:00Z');
    expect(dayAfter(until)).toBe(day);
    expect(dayToLook(until)).toBe(day);
  });

  it('is never today: whoever looks and finds it not yet done has until tomorrow', () => {
    at('2026-11-22T23:59:00Z');
    expect(dayToLook()).toBe('2026-11-23');
    expect(dayToLook('2026-11-01T00:00:00Z')).toBe('2026-11-23');
    expect(dayToLook('2026-11-22T23:59:30Z')).toBe('2026-11-23');
    expect(dayOf(new Date('2026-11-22T23:59:00Z'))).toBe('2026-11-22');
  });
});
