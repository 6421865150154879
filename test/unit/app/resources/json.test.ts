import * as fc from 'fast-check';
import { armActors, armTimes, instantAt, objectAt, stringsAt, textAt } from '../../../../src/resources/json';

const anything = fc.oneof(fc.anything(), fc.jsonValue());

describe('reading service JSON', () => {
  it('never throws, and gives what it says, whatever comes', () => {
    fc.assert(
      fc.property(anything, fc.string(), (value, key) => {
        expect(Array.isArray(objectAt(value, key))).toBe(false);
        expect(['string', 'undefined']).toContain(typeof textAt(value, key));
        expect(textAt(value, key)).not.toBe('');
        for (const text of Object.values(stringsAt(value, key))) expect(typeof text).toBe('string');
        const instant = instantAt(value, key);
        if (instant !== undefined) expect(new Date(instant).toISOString()).toBe(instant);
      }),
    );
  });

  it('reads dates with fractions and offsets as UTC', () => {
    expect(instantAt({ a: '2026-01-01T02:00:00.1234567+02:00' }, 'a')).toBe('2026-01-01T00:00:00.123Z');
    expect(instantAt({ a: 'yesterday' }, 'a')).toBeUndefined();
    expect(instantAt({ a: 5 }, 'a')).toBeUndefined();
  });

  it('reads dates without an offset as UTC, wherever the machine is', () => {
    // The machine of the test is most likely in UTC, so the result alone would prove nothing.
    const parse = jest.spyOn(Date, 'parse');
    for (const a of ['2026-01-01T00:00:00', '2026-01-01T00:00:00.5']) {
      expect(instantAt({ a }, 'a')).toMatch(/^2026-01-01T00:00:00\.[05]00Z$/);
      expect(parse).toHaveBeenLastCalledWith(`${a}Z`);
    }
    parse.mockRestore();
  });

  it('leaves out tags that are no text', () => {
    expect(stringsAt({ tags: { a: '1', b: 2, c: null, d: '' } }, 'tags')).toEqual({ a: '1', d: '' });
    expect(stringsAt({ tags: ['x'] }, 'tags')).toEqual({});
  });
});

describe('systemData', () => {
  it('names people only', () => {
    const actors = (systemData: object) => armActors({ systemData }).map((actor) => actor.displayName);
    expect(actors({ createdBy: 'Anna', createdByType: 'User' })).toEqual(['Anna']);
    expect(actors({ createdBy: 'Anna' })).toEqual(['Anna']);
    expect(actors({ createdBy: 'app', createdByType: 'Application' })).toEqual([]);
    expect(actors({ createdBy: 'id', createdByType: 'ManagedIdentity' })).toEqual([]);
    expect(actors({})).toEqual([]);
  });

  it('gives dates, where there are any', () => {
    const systemData = { createdAt: '2026-01-01T00:00:00Z', lastModifiedAt: '' };
    expect(armTimes({ systemData })).toEqual({ createdAt: '2026-01-01T00:00:00.000Z', lastModifiedAt: undefined });
  });
});
