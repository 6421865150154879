import type { ProxyFault } from '../../../local/fault-proxy/rules';
import type { Proxies } from '../../../local/system/proxies';
import { answer, atOnce, blobRefusal, goingOnAt, htmlPage, nothingDone, omitting, refusal } from './answers';
import { workspaceId } from '../harness';

/** What a case may break: the things of its group's workspace and account, and what all share. */
export interface Place {
  workspace: string;
  account: string;
  /** Origin of Resource Manager as the app knows it. */
  arm: string;
}

/** One thing that misbehaves. */
export interface Fault {
  at: 'emulator' | 'customers' | 'own' | 'identity' | 'queue';
  method?: string;
  /** Regular expression over path and query. */
  path: string;
  times?: number;
  skip?: number;
  fault: ProxyFault;
}

/** One row of the fault matrix. */
export interface FaultCase {
  /** Cases of a group are met by one request, each at a place of its own. */
  group: string;
  /** Where something misbehaves, and what, in words for the documentation. */
  where: string;
  what: string;
  /** Made before the request is sent, or (`erase`) when its plan is there. */
  from?: 'erase';
  faults: (place: Place) => Fault[];
  /** What the end must be: `completed`, or these of the gaps and items as `toldBy` writes them. */
  end: 'completed' | string[];
  /** Met whenever the clock of the host jumps forward, which it does by an hour again and again while requests go on. */
  clock?: true;
  /** Which of the gaps and items of the request are this case's doing. */
  about?: RegExp;
  /** Most calls that may run into the fault. */
  most: number;
}

/** The proxy that a fault is at. */
export function proxyOf({ emulator, customers, identity, storage }: Proxies, at: Fault['at']) {
  return { emulator, customers, identity, own: storage.blob, queue: storage.queue }[at];
}

const inArm = (at: Place, rest: string) => `/workspaces/${at.workspace}/${rest}`;
const linkTo = (at: Place, rest: string) => `${at.arm}${workspaceId(at.workspace)}/${rest}`;
const busy = refusal(503, 'ServiceUnavailable', atOnce);
const later = (seconds: number) => refusal(429, 'TooManyRequests', { 'retry-after': String(seconds) });
const short = (bytes: number): ProxyFault => ({ kind: 'truncate', afterBytes: bytes, length: 'sent' });
const reset = (bytes: number): ProxyFault => ({ kind: 'resetAnswer', afterBytes: bytes });

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
const lists = healedLists.map(([kind, what, fault, times]): FaultCase => ({
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
const lostLists = brokenLists.map(([type, , what, code, faults, most]): FaultCase => ({
  ...{ group: 'lost-lists', where: 'list of a type (ARM)', what, faults, most },
  end: [`gap unreadable ${type} ${code === '' ? 'workspace 1 of the scope' : code}`],
  about: new RegExp(`^gap unreadable ${type} `),
}));

const pageSeven: FaultCase = {
  ...{ group: 'history', where: 'list of a type (ARM)', what: 'page 7 answers 500 twice', end: 'completed', most: 60 },
  faults: (at) => pages(at, 'models', 2),
};

/** Deletions of versions of models, each its own. */
function deletions(group: string, rows: [string, ProxyFault, FaultCase['end'], number, number?][]): FaultCase[] {
  return rows.map(([what, fault, end, most, times], index) => ({
    ...{ group, where: 'deletion (ARM)', what, from: 'erase', end, most, about: new RegExp(`\\(m${index + 1}:1\\)`) },
    faults: (at) => [
      { at: 'emulator', method: 'DELETE', path: inArm(at, `models/m${index + 1}/versions/1\\?`), fault, times },
    ],
  }));
}

const healedDeletions = deletions('deletions', [
  ['429 that asks for 100 seconds, twelve times', later(100), 'completed', 12, 12],
  ['429 without Retry-After, three times', refusal(429, 'TooManyRequests'), 'completed', 3, 3],
  ['500, three times', refusal(500, 'InternalServerError', atOnce), 'completed', 3, 3],
  ['carried out, but never answered, once', { kind: 'hang', forward: true }, 'completed', 1, 1],
  ['carried out, and the answer reset, once', reset(0), 'completed', 1, 1],
  ['a page of HTML with status 200, nothing done, once', htmlPage(200), 'completed', 1, 1],
  ['a 204 that deleted nothing, once', nothingDone(), 'completed', 1, 1],
]);
const lostDeletions = deletions('lost-deletions', [
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

const operations: FaultCase[] = (
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

const omissions: FaultCase[] = [
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

const ofRuns = (at: Place) => `/history/v1\\.0/.*${at.workspace}/.*runs:query`;
const runHistory: FaultCase[] = (
  [
    ['history', '503', busy, 'completed', 1],
    ['history', 'never answers', { kind: 'hang' }, 'completed', 1],
    ['history', 'resets in the middle of the answer', reset(40), 'completed', 1],
    ['history', 'a page of HTML with status 200', htmlPage(200), 'completed', 1],
    [
      ...['lost-history', '403, for ever', refusal(403, 'UserNotAuthorized')],
      ...[['gap unreadable job UserNotAuthorized', 'gap unreadable runHistory UserNotAuthorized'], 60],
    ],
    [
      'endless-history',
      'a continuation that never ends',
      answer({ value: [], continuationToken: 'the-same' }),
      ['gap unreadable job LoopingNextLink', 'gap unreadable runHistory LoopingNextLink'],
      60,
    ],
  ] as [string, string, ProxyFault, FaultCase['end'], number][]
).map(([group, what, fault, end, most]) => ({
  ...{ group, where: 'runs of an experiment (run history)', what, end, most },
  faults: (at) => [
    { at: 'emulator', method: 'POST', path: ofRuns(at), fault, times: end === 'completed' ? 1 : undefined },
  ],
}));

const listed = (at: Place) => `^/${at.account}/.*comp=list`;
const batch = (at: Place) => `^/${at.account}/.*comp=batch`;
const read = (job: string) => (at: Place) => `^/${at.account}/.*${job}/.*std_log\\.txt$`;
const firstPartBusy: ProxyFault = {
  kind: 'changeText',
  change: (body) => body.replace('HTTP/1.1 202 Accepted', 'HTTP/1.1 503 Server Busy'),
};
const storage: FaultCase[] = (
  [
    ['list of blobs', listed, 'GET', '503', blobRefusal(503, 'ServerBusy', atOnce)],
    ['list of blobs', listed, 'GET', 'resets in the middle of the answer', reset(200)],
    ['list of blobs', listed, 'GET', 'XML that is cut off', short(200)],
    ['list of blobs', listed, 'GET', 'a page of HTML with status 200', htmlPage(200)],
    ['blob read for the package', read('job1'), 'GET', '503', blobRefusal(503, 'ServerBusy', atOnce)],
    ['blob read for the package', read('job2'), 'GET', 'resets in the middle of the blob', reset(4)],
    ['blob read for the package', read('job3'), 'GET', 'a blob that is cut off, as if it were whole', short(4)],
    ['batch of deletions', batch, 'POST', '503', blobRefusal(503, 'ServerBusy', atOnce)],
    ['batch of deletions', batch, 'POST', 'carried out, and the answer reset', reset(0)],
    ['batch of deletions', batch, 'POST', 'carried out, and the answer cut off', short(60)],
    ['one deletion of a batch', batch, 'POST', 'answered by 503 although it was carried out', firstPartBusy],
  ] as [string, (at: Place) => string, string, string, ProxyFault][]
).map(([where, path, method, what, fault]) => ({
  ...{ group: 'storage', where, what: `${what}, once`, end: 'completed', most: 1 },
  faults: (at) => [{ at: 'customers', method, path: path(at), fault, times: 1 }],
}));

const lostStorage: FaultCase[] = [
  {
    ...{ group: 'lost-storage', where: 'list of blobs', what: '403, for ever', most: 200 },
    faults: (at) => [
      { at: 'customers', method: 'GET', path: listed(at), fault: blobRefusal(403, 'AuthorizationPermissionMismatch') },
    ],
    ...{ end: [], about: /storage_unreadable|^erase runHistory/ },
  },
  {
    ...{ group: 'short-blob', where: 'blob read for the package', most: 60 },
    what: 'a blob that is cut off, as if it were whole, for ever: nothing of its shard is erased',
    faults: (at) => [{ at: 'customers', method: 'GET', path: read('job1')(at), fault: short(4) }],
    ...{ end: [], about: /step_failed|^erase runHistory/ },
  },
];

const shared: FaultCase[] = (
  [
    [
      ...[
        'any call (ARM)',
        'refuses a token that has just ended (401), once',
        'emulator',
        'GET',
        '/shared/computes\\?',
      ],
      ...[refusal(401, 'ExpiredAuthenticationToken'), 1],
    ],
    ['endpoint of tokens', '500, twice', 'identity', 'GET', '/msi/token', refusal(500, 'unknown_error', atOnce), 2],
    [
      ...["the app's own documents", 'a write answered by 503, three times', 'own', 'PUT', '/privacy-requests/'],
      ...[blobRefusal(503, 'ServerBusy', atOnce), 3],
    ],
    [
      ...["the app's own documents", 'writes carried out whose answers are lost, three', 'own', 'PUT'],
      ...['/privacy-requests/', reset(0), 3],
    ],
    [
      ...['queue of requests', 'reading it is answered by 503, twice', 'queue', 'GET', '/privacy-requests/messages'],
      ...[blobRefusal(503, 'ServerBusy', atOnce), 2],
    ],
  ] as [string, string, Fault['at'], string, string, ProxyFault, number][]
).map(([where, what, at, method, path, fault, times]) => ({
  ...{ group: 'shared', where, what, end: 'completed', most: times },
  faults: () => [{ at, method, path, fault, times }],
}));

const clockJumps: FaultCase = {
  ...{
    group: 'shared',
    where: 'clock of the host',
    what: 'jumps forward by an hour, every few seconds',
    end: 'completed',
  },
  ...{ clock: true, faults: () => [], most: Number.POSITIVE_INFINITY },
};

/** The whole matrix. */
export const cases: readonly FaultCase[] = [
  ...[...lists, pageSeven, ...lostLists, ...omissions, ...healedDeletions, ...lostDeletions, ...operations],
  ...[...runHistory, ...storage, ...lostStorage, ...shared, clockJumps],
];
