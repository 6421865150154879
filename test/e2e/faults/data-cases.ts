import type { ProxyFault } from '../../../local/fault-proxy/rules';
import { answer, atOnce, blobRefusal, htmlPage, refusal } from './answers';
import { busy, reset, short, type FaultCase, type Place } from './fault-case';

const ofRuns = (at: Place) => `/history/v1\\.0/.*${at.workspace}/.*runs:query`;
/** The data plane of Azure ML. */
export const runHistory: FaultCase[] = (
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
/** Customers' storage that gets well again. */
export const storage: FaultCase[] = (
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

/** Customers' storage that doesn't. */
export const lostStorage: FaultCase[] = [
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
