import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { requestSchema } from '../../../src/requests/schema';
import { textOf } from './markdown-files';

const validate = addFormats(new Ajv2020({ strictRequired: false, strictTypes: false })).compile(
  JSON.parse(textOf('docs/request.schema.json')) as object,
);

const workspaces = [
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/research',
];
const account =
  '/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000000/resourcegroups/ML/providers/microsoft.storage/STORAGEACCOUNTS/STORE';
const subject = { identities: [{ type: 'email', value: 'ada@contoso.example' }] };

// What zod checks by refinements is said in JSON Schema by hand: the two must agree on each of these.
const cases: [string, boolean, unknown][] = [
  ['a subject', true, { action: 'erase', subject, scope: { workspaces } }],
  ['a filter', true, { action: 'erase', scope: { workspaces, filter: { names: ['x'] } } }],
  ['a subject and a filter', true, { action: 'erase', subject, scope: { workspaces, filter: { names: ['x'] } } }],
  ['everything', true, { action: 'erase', scope: { workspaces, everything: true } }],
  ['everything: false with a subject', true, { action: 'erase', subject, scope: { workspaces, everything: false } }],
  ['an id in another case', true, { action: 'erase', subject, scope: { workspaces: [workspaces[0]?.toLowerCase()] } }],
  ['an account in another case', true, { action: 'erase', subject, scope: { workspaces, storageAccounts: [account] } }],
  ['neither subject, filter nor everything', false, { action: 'erase', scope: { workspaces } }],
  ['everything: false alone', false, { action: 'erase', scope: { workspaces, everything: false } }],
  ['everything and a subject', false, { action: 'erase', subject, scope: { workspaces, everything: true } }],
  [
    'everything and a filter',
    false,
    { action: 'erase', scope: { workspaces, everything: true, filter: { names: ['x'] } } },
  ],
  ['an empty filter', false, { action: 'erase', scope: { workspaces, filter: {} } }],
  ['no tags', false, { action: 'erase', scope: { workspaces, filter: { tags: {} } } }],
  [
    'a blank identity',
    false,
    { action: 'erase', subject: { identities: [{ type: 'email', value: ' ' }] }, scope: { workspaces } },
  ],
  ['an empty list of names', false, { action: 'erase', scope: { workspaces, filter: { names: [] } } }],
  [
    'a date without offset',
    false,
    { action: 'erase', scope: { workspaces, filter: { createdBefore: '2024-01-01T00:00:00' } } },
  ],
  ['too many tags', false, { action: 'erase', scope: { workspaces, filter: { tags: tags(21) } } }],
  ['just enough tags', true, { action: 'erase', scope: { workspaces, filter: { tags: tags(20) } } }],
  ['an unknown field', false, { action: 'erase', subject, scope: { workspaces }, dryrun: true }],
  ['an unknown type', false, { action: 'erase', subject, scope: { workspaces, resourceTypes: ['spaceship'] } }],
  ['a foreign ARM id', false, { action: 'erase', subject, scope: { workspaces: ['/subscriptions/1/x'] } }],
  ['an unknown action', false, { action: 'delete', subject, scope: { workspaces } }],
];

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, 'x']));
}

describe('the published schema of requests', () => {
  it.each(cases)('agrees with the program: %s', (_name, valid, value) => {
    expect({ program: requestSchema.safeParse(value).success, published: validate(value) }).toEqual({
      program: valid,
      published: valid,
    });
  });
});
