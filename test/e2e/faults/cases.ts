import type { ProxyFault } from '../../../local/fault-proxy/rules';
import { atOnce, blobRefusal, refusal } from './answers';
import { lostStorage, runHistory, storage } from './data-cases';
import { healedDeletions, lostDeletions, operations } from './deletion-cases';
import { reset, type Fault, type FaultCase } from './fault-case';
import { lists, lostLists, omissions, pageSeven } from './list-cases';

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
