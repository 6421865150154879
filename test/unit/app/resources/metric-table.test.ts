import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { metricNamesOf, pointOf } from '../../../../src/azure/mlflow';
import { metricTable } from '../../../../src/resources/job-metrics';
import { hostileText } from '../../../hostile';

async function tableOf(points: readonly Record<string, unknown>[]): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of metricTable(Readable.from(points.map(pointOf)))) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('a table of metrics', () => {
  it('has numbers and times in its cells, whatever the service sends', async () => {
    const value = fc.oneof(
      hostileText,
      fc.jsonValue(),
      fc.double(),
      fc.constantFrom('NaN', '-Infinity', '9007199254740993', { toString: 1, valueOf: 1 }),
    );
    const points = fc.array(fc.record({ step: value, timestamp: value, value }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(points, async (sent) => {
        const text = await tableOf(sent);
        expect(text.endsWith('\r\n')).toBe(true);
        const [head, ...rows] = text.slice(0, -2).split('\r\n');
        expect(head).toBe('step,timestamp,value');
        expect(rows).toHaveLength(sent.length);
        const number = /^(NaN|-?Infinity|-?\d+(\.\d+)?(e[+-]\d+)?)$/;
        for (const row of rows) {
          const [step = '', at = '', cell = '', ...more] = row.split(',');
          expect([step, cell]).toEqual([expect.stringMatching(number), expect.stringMatching(number)]);
          expect(at).toMatch(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)?$/);
          expect(more).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names no time that RFC 3339 does not know', async () => {
    const text = await tableOf([{ step: 1, timestamp: 8.64e15, value: 2 }]);
    expect(text).toBe('step,timestamp,value\r\n1,,2\r\n');
  });
});

describe('the metrics of a run', () => {
  it('are none when it is sent without any, but are not known when there is no run in the answer', () => {
    expect(metricNamesOf({ run: { info: {} } })).toEqual([]);
    const metrics = [{ key: 'loss' }, { key: 'acc' }, { key: 'loss' }, { key: 7 }];
    expect(metricNamesOf({ run: { data: { metrics } } })).toEqual(['acc', 'loss']);
    for (const answer of [{}, { run: null }, { run: 'r' }]) {
      expect(() => metricNamesOf(answer)).toThrow('without its description');
    }
  });
});
