import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { Arm, ArmAnswer, Json } from '../../../../src/azure/arm';
import { deleteRecord, hasDrifted, refused, type DeleteOptions } from '../../../../src/resources/erasing/delete-record';
import type { EraseContext, Target } from '../../../../src/resources/resource-type';
import { workspace } from './workspace';

const id = `${workspace.id}/jobs/j`;
const target: Target = { id, name: 'j', lastModifiedAt: '2026-01-01T00:00:00.000Z', inUseAccepted: false };
const modified = (lastModifiedAt: string): Json => ({ systemData: { lastModifiedAt } });
const record = modified('2026-01-01T00:00:00Z');
const answer = (status: number, headers: Record<string, string> = {}, body?: Json): ArmAnswer => ({
  ...{ status, body },
  headers: createHttpHeaders(headers),
});

/** ARM at its interface: what GET of the record finds, one after the other, and what each call is answered with. */
function arm(records: (Json | undefined)[], answers: ArmAnswer[]) {
  const log: string[] = [];
  const fake: Pick<Arm, 'get' | 'send'> = {
    get: () => {
      log.push('GET record');
      return Promise.resolve(records.length > 1 ? records.shift() : records[0]);
    },
    send: (method, url) => {
      log.push(`${method} ${url.replace(id, 'record')}`);
      const next = answers.shift();
      return next ? Promise.resolve(next) : Promise.reject(new Error('One call too many.'));
    },
  };
  return { fake: fake as Arm, log };
}

function step(
  records: (Json | undefined)[],
  answers: ArmAnswer[],
  fields: Partial<EraseContext> = {},
  options: DeleteOptions = {},
) {
  const { fake, log } = arm(records, answers);
  const context: EraseContext = {
    ...{ workspace, arm: fake, reader: fake, intended: false, touched: false },
    intend: () => {
      log.push('intend');
      return Promise.resolve();
    },
    isEmpty: () => Promise.resolve(true),
    request: { scope: [], exports: false, identifiers: [], contentsKept: () => Promise.resolve(undefined) },
    followUp: () => Promise.reject(new Error('Nothing here goes on after the request.')),
    ...fields,
  };
  return { log, done: deleteRecord(context, target, { query: '?force=true', ...options }) };
}

describe('deleteRecord', () => {
  it('writes the intent before it deletes, and waits for the operation', async () => {
    const accepted = answer(202, {
      location: 'https://arm/loc',
      'azure-asyncoperation': 'https://arm/op',
      'retry-after': '7',
    });
    const { log, done } = step([record], [accepted]);
    expect(await done).toEqual({ state: 'waiting', operation: 'https://arm/op', retryAfterSeconds: 7 });
    expect(log).toEqual(['GET record', 'intend', 'DELETE record?force=true']);
  });

  it('follows Location where there is no Azure-AsyncOperation', async () => {
    expect(await step([record], [answer(202, { location: 'https://arm/loc' })]).done).toMatchObject({
      operation: 'https://arm/loc',
    });
  });

  it('says already_absent for what it never began to delete, deleted for its own', async () => {
    const absent = step([undefined], []);
    expect(await absent.done).toEqual({ state: 'done', outcome: 'already_absent' });
    expect(absent.log).not.toContain('intend');
    expect(await step([undefined], [], { intended: true }).done).toEqual({ state: 'done', outcome: 'deleted' });
  });

  it('looks at the record where it may not ask about the operation', async () => {
    const forbidden = answer(403, {}, { error: { code: 'AuthorizationFailed' } });
    const operation = 'https://arm/op';
    const asked = { intended: true, operation };
    expect(await step([record], [forbidden], asked).done).toEqual({ state: 'waiting', operation });
    const over = step([undefined], [forbidden], asked);
    expect(await over.done).toEqual({ state: 'done', outcome: 'deleted' });
    expect(over.log).toEqual(['GET https://arm/op', 'GET record']);
  });

  it('does not believe a 200 while the record is still there', async () => {
    expect(await step([record, record], [answer(200)]).done).toEqual({ state: 'waiting' });
    expect(await step([record, undefined], [answer(204)]).done).toEqual({ state: 'done', outcome: 'deleted' });
  });

  it('leaves alone what somebody changed after the plan', async () => {
    const { log, done } = step([modified('2026-01-01T00:00:00.001Z')], []);
    expect(await done).toMatchObject({ outcome: 'drifted' });
    expect(log).toEqual(['GET record']);
  });

  it.each([
    [409, 'ScopeLocked', 'blocked'],
    [403, 'AuthorizationFailed', 'blocked'],
    [409, 'Conflict', 'failed'],
    [400, 'UserError', 'failed'],
  ])('%s %s is %s', async (status, code, outcome) => {
    const refusal = answer(status, {}, { error: { code, message: 'about Anna' } });
    expect(await step([record], [refusal]).done).toEqual({ state: 'done', outcome, reason: code });
  });

  it("waits for the end of somebody else's operation where a 409 means one, never for a lock", async () => {
    const busy = async (code: string) =>
      step([record], [answer(409, {}, { error: { code } })], {}, { busyAt409: true }).done;
    expect(await busy('Conflict')).toEqual({ state: 'waiting', fault: 'Conflict' });
    expect(await busy('ScopeLocked')).toMatchObject({ state: 'done', outcome: 'blocked' });
  });

  it.each([429, 500, 503, 408])('throws %s, so that the step is tried again', async (status) => {
    await expect(step([record], [answer(status)]).done).rejects.toMatchObject({ transient: true, status });
  });

  describe('while an operation runs', () => {
    const poll = (found: ArmAnswer, records: (Json | undefined)[] = [undefined]) =>
      step(records, [found], { operation: 'https://arm/op', intended: true }).done;

    it.each([
      [answer(202, { 'retry-after': '3' }), { state: 'waiting', operation: 'https://arm/op', retryAfterSeconds: 3 }],
      [answer(200, {}, { status: 'InProgress' }), { state: 'waiting', operation: 'https://arm/op' }],
      [answer(200, { 'retry-after': '5' }, { status: 'Deleting' }), { state: 'waiting', retryAfterSeconds: 5 }],
      [answer(503), { state: 'waiting', operation: 'https://arm/op' }],
      [answer(200, {}, { status: 'Succeeded' }), { state: 'done', outcome: 'deleted' }],
      [answer(204), { state: 'done', outcome: 'deleted' }],
      [answer(404), { state: 'done', outcome: 'deleted' }],
      [answer(200, {}, { status: 'Failed', error: { code: 'Busy' } }), { state: 'waiting', fault: 'Busy' }],
      [answer(200, {}, { status: 'Canceled' }), { state: 'waiting', fault: 'OperationFailed' }],
    ])('%j', async (found, expected) => expect(await poll(found)).toMatchObject(expected));

    it('does not take a forgotten operation for success while the record is there', async () => {
      expect(await poll(answer(404), [record])).toEqual({ state: 'waiting' });
    });

    it('begins anew after an operation that failed: its URL is not asked again', async () => {
      expect(await poll(answer(200, {}, { status: 'Failed' }))).not.toHaveProperty('operation');
    });

    it('sends no second DELETE', async () => {
      const { log, done } = step([record], [answer(202)], { operation: 'https://arm/op' });
      await done;
      expect(log).toEqual(['GET https://arm/op']);
    });
  });

  describe('Retry-After', () => {
    const seconds = async (value: string) => {
      const waited = await step([record], [answer(202, { location: 'l', 'retry-after': value })]).done;
      return waited.state === 'waiting' ? waited.retryAfterSeconds : 'done';
    };

    it('is read in seconds and as a date', async () => {
      expect(await seconds('30')).toBe(30);
      const date = await seconds(new Date(Date.now() + 60_000).toUTCString());
      expect(date).toBeGreaterThan(50);
      expect(date).toBeLessThanOrEqual(60);
    });

    it('never makes anybody ask without a pause', async () => {
      for (const value of ['0', '-5', 'Wed, 01 Jan 2020 00:00:00 GMT']) expect(await seconds(value)).toBe(1);
    });

    it('that says nothing is none', async () => {
      for (const value of ['soon', 'Infinity', '']) expect(await seconds(value)).toBeUndefined();
    });
  });
});

describe('hasDrifted', () => {
  const { fake } = arm([], []);
  const context = { intended: false, touched: false, arm: fake } as EraseContext;
  const newer = modified('2026-01-02T00:00:00Z');

  it('is told by the date of the last change, unless that change was ours', () => {
    expect(hasDrifted(context, target, newer)).toBe(true);
    expect(hasDrifted(context, target, record)).toBe(false);
    expect(hasDrifted(context, target, modified('2025-12-31T00:00:00Z'))).toBe(false);
    expect(hasDrifted({ ...context, intended: true }, target, newer)).toBe(false);
    expect(hasDrifted({ ...context, touched: true }, target, newer)).toBe(false);
  });

  it('can not be told without dates', () => {
    expect(hasDrifted(context, { ...target, lastModifiedAt: undefined }, newer)).toBe(false);
    expect(hasDrifted(context, target, {})).toBe(false);
  });
});

describe('refusals', () => {
  it("keep the code and never the service's words", () => {
    const step = refused(answer(400, {}, { error: { code: 'Bad', message: 'anna@contoso.com' } }));
    expect(step).toEqual({ state: 'done', outcome: 'failed', reason: 'Bad' });
    expect(refused(answer(400))).toMatchObject({ reason: 'Http400' });
  });
});
