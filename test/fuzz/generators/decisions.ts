import * as fc from 'fast-check';
import { headers } from './headers';
import { waitingMarks, type HttpCase, type User } from './http-case';
import { marker, wireText } from './text';

const wrongRef = fc.oneof(fc.stringMatching(/^[0-9a-f]{16}$/), wireText, fc.constant(waitingMarks.hash));
/** Decisions about a request that waits, none of which fits. */
export const decisions: fc.Arbitrary<HttpCase> = fc
  .tuple(
    fc.constantFrom<User>('approver', 'approver', 'requester', 'reader', 'nobody', 'stranger'),
    headers,
    fc.oneof(
      fc.record({ planHash: fc.stringMatching(/^[0-9a-f]{64}$/), decision: fc.constantFrom('approve', 'reject') }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constantFrom('approve', 'reject'),
        exclude: fc.array(wrongRef, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constantFrom('APPROVE', '', null, true, ['approve']),
      }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constant('approve'),
        [marker]: fc.jsonValue(),
      }),
      fc.record({
        planHash: fc.constant(waitingMarks.hash),
        decision: fc.constant('approve'),
        acceptWeak: fc.constantFrom('true', 1, null),
      }),
      fc.jsonValue().filter((value) => typeof value !== 'object'),
    ),
  )
  .map(([who, extra, value]) => ({
    user: who,
    call: {
      method: 'POST',
      target: `/api/requests/${waitingMarks.id}/approval`,
      headers: extra,
      body: { before: Buffer.from(JSON.stringify(value)).toString('latin1') },
    },
    due: { kind: 'decision' },
  }));
