import * as fc from 'fast-check';
import { validRequest, type Json } from './request';
import { anyText, forbiddenText, marker } from './text';

/** A request with faults, and the JSON pointers that an answer must name. */
export interface Faulty {
  request: Json;
  pointers: string[];
}

type Change = (request: Json) => string;

/** A value that no field takes: not even those for texts, numbers, lists or objects. */
const nonsense = fc.constantFrom<unknown>(null, [[]], [null], { a: { b: {} } }, 1e308, -1, '', [''], 0.5);
const longText = fc.constant('x'.repeat(20_000));

const setting =
  (place: 'scope' | '', field: string, value: unknown): Change =>
  (request) => {
    const parent = place === '' ? request : (request[place] as Json);
    // Not by assignment: a key such as `__proto__` must become one of the object's own.
    Object.defineProperty(parent, field, { value, enumerable: true, configurable: true, writable: true });
    const escaped = field.replaceAll('~', '~0').replaceAll('/', '~1');
    return `${place === '' ? '' : `/${place}`}/${escaped}`;
  };

const known = new Set([
  ...['requestId', 'action', 'subject', 'scope', 'dryRun', 'approval', 'package', 'erasure', 'ticket', 'reason'],
  ...['workspaces', 'storageAccounts', 'resourceTypes', 'filter', 'everything', 'includeWorkspace'],
  ...['includeDependents'],
]);

const wrongId = fc.oneof(
  forbiddenText,
  fc.constantFrom('..', '.', '', 'a/b', 'a\\b', '%2e%2e', 'ä', 'x'.repeat(101), 'retention-x', ' a', 'a b', 'а'),
);

const base = '/subscriptions/00000000-0000-0000-0000-000000000000';
const workspaceIn = (name: string) =>
  `${base}/resourceGroups/${name}/providers/Microsoft.MachineLearningServices/workspaces/${marker}`;
const wrongWorkspace = fc.oneof(
  anyText.filter((text) => !text.startsWith('/subscriptions/')),
  fc.constantFrom(
    ...['..', '.', '%2e%2e', 'a%2fb', 'a/b', 'a\\b', '', 'a.', 'a b', 'a#b', 'a?b', 'ä'].map(workspaceIn),
    `${base}/resourceGroups/..`,
    `${base}/resourceGroups/../../..`,
    `${workspaceIn('g')}/`,
    `${workspaceIn('g')}/jobs/x`,
    `${workspaceIn('g')}?api-version=1`,
    `${workspaceIn('g')}%2f..`,
    `${workspaceIn('g')}\u0000`,
    `${workspaceIn('g')}\n`,
    workspaceIn('g').replace('workspaces', 'registries'),
    workspaceIn('g').replace('Microsoft.MachineLearningServices', 'Microsoft.Compute'),
    workspaceIn('g').replace('MachineLearning', 'Machine\u017fLearning'),
    workspaceIn('g').replaceAll('/', '\u2215'),
    `https://management.azure.com${workspaceIn('g')}`,
    `//canary.invalid${workspaceIn('g')}`,
    `${base}@canary.invalid/resourceGroups/g`,
  ),
);
const accountIn = (name: string) => `${base}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/${name}`;
const wrongAccount = fc.oneof(
  anyText.filter((text) => !text.startsWith('/subscriptions/')),
  fc.constantFrom(
    ...['', 'ab', 'a.b', 'a/b', 'x.canary.invalid/', 'store@canary.invalid', 'store#', 'x'.repeat(25)].map(accountIn),
    accountIn('store').replace('resourceGroups/g', 'resourceGroups/..'),
    accountIn('store').replace('Microsoft.Storage', 'Microsoft.ClassicStorage'),
  ),
);
const wrongInstant = fc.constantFrom<unknown>(
  ...['2026-02-30T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-01', '2026-01-01T00:00:00', '+275760-09-13T00:00:00Z'],
  ...['2026-01-01T24:00:00Z', '2026-01-01T00:00:60Z', '2026-01-01T00:00:00+25:00', 'now', ' 2026-01-01T00:00:00Z', 0],
);
const wrongDays = fc.constantFrom<unknown>(0, -0, -1, 0.5, 36_501, 2 ** 53, 1e308, '30', true, null, [1]);

/** One change that makes a fault at one place. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom<'scope' | ''>('scope', ''),
      fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor')),
      nonsense,
    )
    .filter(([, field]) => !known.has(field))
    .map(([place, field, value]) => setting(place, field, value)),
  wrongId.map((value) => setting('', 'requestId', value)),
  fc.oneof(nonsense, anyText).map((value) => setting('', 'action', value)),
  fc.constantFrom<unknown>('true', 0, 1, null, [], {}).map((value) => setting('', 'dryRun', value)),
  fc.constantFrom<unknown>(false, 'REQUIRED', '', null, {}).map((value) => setting('', 'approval', value)),
  fc.oneof(forbiddenText, longText, nonsense).map((value) => setting('', 'reason', value)),
  fc.oneof(fc.constantFrom<unknown>([], {}, 'x', null)).map((value) => setting('scope', 'workspaces', value)),
  fc.constantFrom<unknown>('yes', 0, null, []).map((value) => setting('scope', 'everything', value)),
  wrongWorkspace.map((value) => (request: Json) => `${setting('scope', 'workspaces', [value])(request)}/0`),
  wrongAccount.map((value) => (request: Json) => `${setting('scope', 'storageAccounts', [value])(request)}/0`),
  fc.constantFrom<unknown>('jobs', 'JOB', '__proto__', '', 0).map((value) => (request: Json) => {
    return `${setting('scope', 'resourceTypes', [value])(request)}/0`;
  }),
  wrongInstant.map((value) => (request: Json) => {
    return `${setting('scope', 'filter', { names: [marker], createdBefore: value })(request)}/createdBefore`;
  }),
  wrongDays.map(
    (value) => (request: Json) => `${setting('scope', 'filter', { olderThanDays: value })(request)}/olderThanDays`,
  ),
  forbiddenText.map((value) => (request: Json) => `${setting('scope', 'filter', { names: [value] })(request)}/names/0`),
  fc.oneof(forbiddenText, fc.constantFrom('', ' ', '\u00a0')).map((value) => (request: Json) => {
    return `${setting('', 'subject', { identities: [{ type: 'alias', value }] })(request)}/identities/0/value`;
  }),
  forbiddenText.map((value) => (request: Json) => `${setting('', 'ticket', { system: 'x', id: value })(request)}/id`),
);

/** A request with one to four faults at different places. */
export const faultyRequest: fc.Arbitrary<Faulty> = fc
  .tuple(validRequest, fc.array(change, { minLength: 1, maxLength: 4 }))
  .map(([request, changes]) => {
    const pointers: string[] = [];
    for (const apply of changes) {
      const pointer = apply(request);
      const clear = pointers.filter((other) => !other.startsWith(pointer) && !overwrites(pointer, other));
      pointers.splice(0, pointers.length, ...clear, pointer);
    }
    return { request, pointers };
  });

/** Whether the change at `later` has replaced what was wrong at `earlier`: they share their field. */
function overwrites(later: string, earlier: string): boolean {
  const field = (pointer: string) =>
    pointer
      .split('/')
      .slice(0, pointer.startsWith('/scope/') ? 3 : 2)
      .join('/');
  return field(later) === field(earlier);
}
