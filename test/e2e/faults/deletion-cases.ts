import type { ProxyFault } from '../../../local/fault-proxy/rules';
import { answer, atOnce, htmlPage, nothingDone, refusal } from './answers';
import { busy, inArm, later, reset, type Fault, type FaultCase, type Place } from './fault-case';

/** Deletions of versions of models, each its own. */
function deletions(group: string, rows: [string, ProxyFault, FaultCase['end'], number, number?][]): FaultCase[] {
  return rows.map(([what, fault, end, most, times], index) => ({
    ...{ group, where: 'deletion (ARM)', what, from: 'erase', end, most, about: new RegExp(`\\(m${index + 1}:1\\)`) },
    faults: (at) => [
      { at: 'emulator', method: 'DELETE', path: inArm(at, `models/m${index + 1}/versions/1\\?`), fault, times },
    ],
  }));
}

/** Deletions that succeed in the end. */
export const healedDeletions = deletions('deletions', [
  ['429 that asks for 100 seconds, twelve times', later(100), 'completed', 12, 12],
  ['429 without Retry-After, three times', refusal(429, 'TooManyRequests'), 'completed', 3, 3],
  ['500, three times', refusal(500, 'InternalServerError', atOnce), 'completed', 3, 3],
  ['carried out, but never answered, once', { kind: 'hang', forward: true }, 'completed', 1, 1],
  ['carried out, and the answer reset, once', reset(0), 'completed', 1, 1],
  ['a page of HTML with status 200, nothing done, once', htmlPage(200), 'completed', 1, 1],
  ['a 204 that deleted nothing, once', nothingDone(), 'completed', 1, 1],
]);
/** Deletions that don't. */
export const lostDeletions = deletions('lost-deletions', [
  ['503, for ever', busy, ['erase model failed ServiceUnavailable'], 400],
  ['403, for ever', refusal(403, 'AuthorizationFailed'), ['erase model blocked AuthorizationFailed'], 12],
  ['a 204 that deletes nothing, for ever', nothingDone(), ['erase model failed still_present'], 60],
]);

/** A job's DELETE answered with 202, and what the operation says that it names. */
function operation(at: Place, job: string, answers: ProxyFault[], times?: number, told?: string): Fault[] {
  const path = `/providers/Microsoft.MachineLearningServices/locations/${at.workspace}/mfeOperationsStatus/${job}`;
  const url = `${at.arm}/subscriptions/5ab50000-0000-4000-8000-000000000001${path}`;
  const headers = { 'azure-asyncoperation': url, 'retry-after': told ?? '0' };
  const last = answers.at(-1) ?? nothingDone();
  const accepted: ProxyFault = { kind: 'respond', status: 202, headers };
  return [
    { at: 'emulator', method: 'DELETE', path: inArm(at, `jobs/${job}\\?`), times, fault: accepted },
    ...answers.slice(0, -1).map((fault): Fault => ({ at: 'emulator', method: 'GET', path, times: 1, fault })),
    { at: 'emulator', method: 'GET', path, fault: last },
  ];
}

const failed = answer({ status: 'Failed', error: { code: 'DeletionRefused', message: 'No.' } });
const running = answer({ status: 'InProgress' }, { 'retry-after': '0' });
const cutOff: ProxyFault = { ...answer({}), body: '{"status": "Inpro' } as ProxyFault;

/** Deletions that Azure carries out later. */
export const operations: FaultCase[] = (
  [
    ['lost-deletions', 'never ends', 'job1', [running], ['erase job failed still_present'], 200],
    ['lost-deletions', 'ends in Failed, each time', 'job2', [failed], ['erase job failed DeletionRefused'], 200],
    [
      ...['lost-deletions', 'says Succeeded, and the job stays', 'job3', [answer({ status: 'Succeeded' })]],
      ...[['erase job failed still_present'], 200],
    ],
    ['deletions', 'ends in Failed, once', 'job1', [failed], 'completed', 10, 1],
    [
      ...['deletions', 'polls answered by 500, HTML and cut-off JSON, then Failed; once', 'job2'],
      ...[[refusal(500, 'InternalServerError', atOnce), htmlPage(200), cutOff, failed], 'completed', 20, 1],
    ],
    [
      ...['deletions', 'asks to wait until a date in the year 2099, then Failed; once', 'job3', [failed]],
      ...['completed', 10, 1, 'Thu, 01 Jan 2099 00:00:00 GMT'],
    ],
  ] as [string, string, string, ProxyFault[], FaultCase['end'], number, number?, string?][]
).map(([group, what, job, answers, end, most, times, told]) => ({
  ...{ group, where: 'long-running operation (ARM)', what, from: 'erase', end, most },
  about: new RegExp(`^erase job .*\\(${job}\\)`),
  faults: (at) => operation(at, job, answers, times, told),
}));
