import type { Body } from '../generators/body';
import type { HttpCase } from '../generators/http-case';
import type { Message } from '../generators/message';

/** Every case that ever found something, made as small as it goes: they are tried first, in each run. */
export const corpus: { reading: Body[]; http: HttpCase[]; queue: Message[] } = {
  reading: [
    // The published schema minded the case of what is fixed in the ids of storage accounts.
    {
      bytes: {
        before: JSON.stringify({
          action: 'export',
          subject: { identities: [{ type: 'alias', value: 'qzfuzz' }] },
          scope: {
            workspaces: ['/subscriptions/00000000-0000-1000-8000-000000000000'],
            storageAccounts: [
              '/subscriptions/00000000-0000-1000-8000-000000000000/resourcegroups/a/providers/microsoft.storage/storageaccounts/00a',
            ],
          },
        }),
      },
      expected: { accepted: true },
    },
    // A group called `..` led the listing of its workspaces up to all of the subscription.
    {
      bytes: {
        before: JSON.stringify({
          action: 'erase',
          scope: {
            workspaces: ['/subscriptions/00000000-0000-1000-8000-000000000000/resourceGroups/..'],
            everything: true,
          },
        }),
      },
      expected: { refused: ['invalid_request'], pointers: ['/scope/workspaces/0'] },
    },
  ],
  http: [
    // What stood before the name of the host was taken for credentials, and the SDK threw.
    {
      user: 'requester',
      call: { method: 'GET', target: '/api/requests', headers: [['host', 'user:qzfuzz@127.0.0.1']] },
      due: { kind: 'broken' },
    },
    // The fuzzer's own: an address that differs from run to run, as a key that a fault is named by.
    {
      user: 'requester',
      call: {
        ...{ method: 'POST', target: '/api/requests', headers: [] },
        body: { before: '{"action":"export","https://canary1.invalid/x":1}' },
      },
      due: { kind: 'body', body: { refused: ['invalid_request'], pointers: ['/https:~1~1canary1.invalid~1x'] } },
    },
  ],
  queue: [
    // To write what is nested so deep overflowed the stack: the message came back until it was put aside unheard.
    {
      as: 'base64',
      bytes: { before: '{"qzfuzz":', middle: '[', times: 12_000, after: `1${']'.repeat(12_000)}}` },
      expected: { refused: ['invalid_request'] },
    },
    { as: 'broken base64', bytes: { before: '{}' }, expected: { refused: ['invalid_json'] } },
  ],
};
