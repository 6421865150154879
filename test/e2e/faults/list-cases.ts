import type { ProxyFault } from '../../../local/fault-proxy/rules';
import { answer, atOnce, goingOnAt, htmlPage, nothingDone, omitting, refusal } from './answers';
import { busy, inArm, later, linkTo, reset, short, type Fault, type FaultCase, type Place } from './fault-case';

const healedLists: [string, string, ProxyFault, number][] = [
  ['models', '429 with Retry-After, three times', later(1), 3],
  ['computes', '429 that asks for 100 seconds, nine times', later(100), 9],
  ['data', '429 without Retry-After, twice', refusal(429, 'TooManyRequests'), 2],
  ['components', '500, twice', refusal(500, 'InternalServerError', atOnce), 2],
  ['environments', '503, twice', busy, 2],
  ['codes', 'never answers, once', { kind: 'hang' }, 1],
  ['schedules', 'resets the connection in the middle of the answer, twice', reset(5), 2],
  ['onlineEndpoints', 'JSON that is cut off, twice', short(5), 2],
  ['batchEndpoints', 'a page of HTML with status 200, twice', htmlPage(200), 2],
  ['connections', 'a page of HTML with status 502, twice', htmlPage(502), 2],
];
/** Lists that misbehave and get well again. */
export const lists = healedLists.map(([kind, what, fault, times]): FaultCase => ({
  ...{ group: 'lists', where: 'list of a type (ARM)', what, end: 'completed', most: times },
  faults: (at) => [{ at: 'emulator', method: 'GET', path: inArm(at, `${kind}\\?`), fault, times }],
}));

/** Pages 2 to 7, of which the last fails so often. */
function pages(at: Place, kind: string, fails: number, fault = refusal(500, 'InternalServerError', atOnce)): Fault[] {
  const path = (page: number) => `${inArm(at, `${kind}\\?`)}.*page=${page}(&|$)`;
  const page = (number: number, fault: ProxyFault, times?: number): Fault => ({
    ...{ at: 'emulator', method: 'GET', path: path(number), fault, times },
  });
  const next = (number: number) => linkTo(at, `${kind}?page=${number}`);
  return [
    ...[2, 3, 4, 5, 6].map((number) => page(number, answer({ value: [], nextLink: next(number + 1) }))),
    page(7, fault, fails),
    page(7, answer({ value: [] })),
    { at: 'emulator', method: 'GET', path: inArm(at, `${kind}\\?`), fault: goingOnAt(next(2)) },
  ];
}

const brokenLists: [string, string, string, string, (at: Place) => Fault[], number][] = (
  [
    ['dataAsset', 'data', '403 on this type', 'AuthorizationFailed', refusal(403, 'AuthorizationFailed'), 30],
    ['component', 'components', 'a gateway refuses with a page of HTML (403)', 'Http403', htmlPage(403), 30],
    ['code', 'codes', '429 without Retry-After, for ever', '', refusal(429, 'TooManyRequests'), 100],
    ['schedule', 'schedules', '503, for ever', '', busy, 200],
  ] as [string, string, string, string, ProxyFault, number][]
).map(([type, kind, what, code, fault, most]) => [
  ...([type, kind, what, code] as [string, string, string, string]),
  (at) => [{ at: 'emulator', method: 'GET', path: inArm(at, `${kind}\\?`), fault }],
  most,
]);
brokenLists.push(
  [
    ...(['model', 'models', 'a nextLink that leads to its own page', 'LoopingNextLink'] as const),
    (at) => [
      {
        ...{ at: 'emulator', method: 'GET', path: inArm(at, 'models\\?') },
        fault: goingOnAt(linkTo(at, 'models?listViewType=All&api-version=2022-10-01')),
      },
    ],
    60,
  ],
  [
    ...(['environment', 'environments', 'nextLinks that lead in a circle of three pages', 'LoopingNextLink'] as const),
    (at) => [
      ...[1, 2, 3].map((page): Fault => ({
        ...{ at: 'emulator', method: 'GET', path: `${inArm(at, 'environments\\?')}.*page=${page}(&|$)` },
        fault: answer({ value: [], nextLink: linkTo(at, `environments?page=${(page % 3) + 1}`) }),
      })),
      {
        ...{ at: 'emulator', method: 'GET', path: inArm(at, 'environments\\?') },
        fault: goingOnAt(linkTo(at, 'environments?page=1')),
      },
    ],
    100,
  ],
  [
    ...(['compute', 'computes', 'page 7 answers 503 for ever', ''] as const),
    // No 500: the client repeats those with pauses of its own, whatever the answer says of them.
    (at) => pages(at, 'computes', Number.POSITIVE_INFINITY, busy),
    400,
  ],
);
/** Lists that don't. */
export const lostLists = brokenLists.map(([type, , what, code, faults, most]): FaultCase => ({
  ...{ group: 'lost-lists', where: 'list of a type (ARM)', what, faults, most },
  end: [`gap unreadable ${type} ${code === '' ? 'workspace 1 of the scope' : code}`],
  about: new RegExp(`^gap unreadable ${type} `),
}));

/** A page far behind the first that fails. */
export const pageSeven: FaultCase = {
  ...{ group: 'history', where: 'list of a type (ARM)', what: 'page 7 answers 500 twice', end: 'completed', most: 60 },
  faults: (at) => pages(at, 'models', 2),
};

/** Lists that leave out what is there. */
export const omissions: FaultCase[] = [
  {
    ...{ group: 'omissions', where: 'list of a type (ARM)', what: 'the inventory is not shown one model' },
    faults: (at) => [
      {
        ...{ at: 'emulator', method: 'GET', path: inArm(at, 'models\\?'), times: 1 },
        fault: omitting((name) => name === 'm1'),
      },
    ],
    ...{ end: ['erase model new_since_plan'], about: /^erase model /, most: 1 },
  },
  {
    ...{ group: 'omissions', where: 'deletion and list of jobs (ARM)', from: 'erase' },
    what: 'a 204 that deleted nothing, once, and lists that omit that job from then on: it is found and deleted',
    faults: (at) => [
      { at: 'emulator', method: 'DELETE', path: inArm(at, 'jobs/job1\\?'), times: 1, fault: nothingDone() },
      { at: 'emulator', method: 'GET', path: inArm(at, 'jobs\\?'), fault: omitting((name) => name === 'job1') },
    ],
    ...{ end: [], about: /^erase job /, most: 60 },
  },
];
