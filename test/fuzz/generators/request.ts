import * as fc from 'fast-check';
import { allowedText, marker } from './text';

/** A request as anybody might write it: an object of JSON. */
export type Json = Record<string, unknown>;

const types = [
  ...['schedule', 'onlineEndpoint', 'runHistory', 'job', 'experiment', 'model', 'dataAsset', 'component'],
  ...['environment', 'code', 'connection', 'datastore', 'upload', 'snapshot', 'notebook', 'fileStore', 'compute'],
];

const guid = fc.uuid();
const cased = (text: string) => fc.constantFrom(text, text.toLowerCase(), text.toUpperCase());
const group = fc.stringMatching(/^[\w.()-]{0,20}[\w()-]$/).map((name) => `${marker}${name}`);

/** ARM ids, of what doesn't exist, in any case that Azure would take. */
const workspace = fc
  .tuple(guid, group, fc.stringMatching(/^[A-Za-z0-9][\w-]{1,20}$/), fc.constantFrom(0, 1, 2, 2, 2))
  .chain(([subscription, name, last, depth]) =>
    cased(
      [
        `/subscriptions/${subscription}`,
        ...(depth > 0 ? [`/resourceGroups/${name}`] : []),
        ...(depth > 1 ? [`/providers/Microsoft.MachineLearningServices/workspaces/${last}`] : []),
      ].join(''),
    ),
  );
const account = fc
  .tuple(guid, group, fc.stringMatching(/^[a-z0-9]{3,24}$/))
  .chain(([id, name, last]) =>
    cased(`/subscriptions/${id}/resourceGroups/${name}/providers/Microsoft.Storage/storageAccounts/${last}`),
  );

const instant = fc.oneof(
  fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999-23:59', '2024-02-29T00:00:00+14:00'),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const filter = fc
  .record({
    createdBefore: optional(instant),
    createdAfter: optional(instant),
    olderThanDays: optional(fc.integer({ min: 1, max: 36_500 })),
    tags: optional(
      fc
        .array(fc.tuple(allowedText(60), allowedText(200)), { minLength: 1, maxLength: 6 })
        .map((entries) => Object.fromEntries(entries)),
    ),
    experiments: optional(fc.array(allowedText(256), { minLength: 1, maxLength: 5 })),
    names: optional(fc.array(allowedText(256), { minLength: 1, maxLength: 5 })),
  })
  .map(compact)
  .filter((value) => Object.keys(value).length > 0);

const subject = fc.record({
  identities: fc.array(
    fc.oneof(
      fc.record({ type: fc.constantFrom('email', 'upn', 'alias', 'display_name'), value: allowedText(320) }),
      fc.record({ type: fc.constant('object_id'), value: guid }),
    ),
    { minLength: 1, maxLength: 5 },
  ),
});

/** What a request may be about. */
const about = fc.oneof(
  subject.map((value) => ({ subject: value, filter: undefined, everything: undefined })),
  filter.map((value) => ({ subject: undefined, filter: value, everything: undefined })),
  fc.record({ subject, filter, everything: fc.constantFrom(undefined, false) }),
  fc.constant({ subject: undefined, filter: undefined, everything: true }),
);

function compact<T extends object>(value: T): Json {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}

/** An id of at most 80 characters, so that whoever sends it can make it another one each time. */
const requestId = fc.stringMatching(/^[A-Za-z0-9._-]{0,70}$/).map((end) => `${marker}${end}`);

/** A request without a fault. All are dry runs, or wait for an approval that nobody gives: what exists isn't touched. */
export const validRequest: fc.Arbitrary<Json> = fc
  .record({
    requestId: optional(requestId),
    action: fc.constantFrom('export', 'erase', 'export_and_erase'),
    about,
    workspaces: fc.array(workspace, { minLength: 1, maxLength: 3 }),
    storageAccounts: optional(fc.array(account, { minLength: 1, maxLength: 3 })),
    resourceTypes: optional(fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 })),
    dryRun: fc.constantFrom(true, true, true, false),
    approval: optional(fc.constantFrom('required', 'not_required')),
    otherPeople: optional(fc.constantFrom('redacted', 'kept')),
    permanently: optional(fc.boolean()),
    ticket: optional(fc.record({ system: allowedText(64), id: allowedText(128) })),
    reason: optional(allowedText(500)),
  })
  .map(
    ({ about: { subject: who, filter: which, everything }, workspaces, storageAccounts, resourceTypes, ...rest }) => {
      const { otherPeople, permanently, ...more } = rest;
      return compact({
        ...more,
        subject: who,
        scope: compact({ workspaces, storageAccounts, resourceTypes, filter: which, everything }),
        package: otherPeople && rest.action !== 'erase' ? { otherPeople } : undefined,
        erasure: permanently !== undefined && rest.action !== 'export' ? { permanently } : undefined,
      });
    },
  );
