import { placesOutOfReach } from '../../src/requests/out-of-reach';
import { resourceTypes } from '../../src/resources/registry';
import type { ResourceType } from '../../src/resources/resource-type';
import { unhandledKinds } from './meanings';
import { code, generatedNote, table } from './markdown';

const permissionPrefix = 'Microsoft.MachineLearningServices/workspaces/';

const erasures: Readonly<Record<ResourceType['erasure'], string>> = {
  delete: 'the record is deleted',
  archive: 'the record is emptied and archived',
  'bytes only': 'only bytes; it has no record of its own',
  none: 'listed and exported only; the record stays',
};

/** docs/resource-types.md, from what the types declare. */
export function resourceTypesPage(): string {
  return `${generatedNote}# Resource types

These are the values of \`scope.resourceTypes\`, in the order in which they are erased: what uses something goes before what it uses. Without \`resourceTypes\` a request covers all of them, and whatever else the workspace holds is a gap.

${table(
  ['Type', 'Erasure', 'Names people by', 'Comes to rest first', 'Shared bytes keep the record', 'What stays'],
  resourceTypes.map((type) => [
    `[${type.name}](#${type.name.toLowerCase()})`,
    erasures[type.erasure],
    type.namesPeopleBy,
    type.quiesce ? 'yes' : 'no',
    type.recordMayTakeBytes ? 'yes' : 'no',
    type.residue.length > 0 ? 'see below' : 'nothing known',
  ]),
)}

*Names people by*: where the service knows only a display name, a match is weak unless lineage makes it strong ([matching](concepts.md#matching-a-person)). *Comes to rest first*: jobs are cancelled and schedules are disabled, and the program waits for it, before anything is exported or erased. *Shared bytes keep the record*: the service may delete bytes along with this record, so where somebody else owns some of them the record stays (\`shared_skipped\`).

The actions below are those of Azure RBAC, less the prefix \`${permissionPrefix}\`. The reading identity also needs \`${permissionPrefix}read\` and *Storage Blob Data Reader* on the storage accounts; the erasing one needs *Storage Blob Data Contributor* there. Finding who else owns bytes lists models, data assets, code assets and jobs of every workspace on the same storage accounts; for that the reading identity should be allowed to list the workspaces of the subscription, otherwise a gap says that it was not (\`subscription_unreadable\`).

${resourceTypes.map(section).join('\n\n')}

## Not handled yet

What exists of these in a workspace is named on the certificate as a gap (\`not_handled\`), unless the request names its \`resourceTypes\`:

${Object.entries(unhandledKinds)
  .map(([path, name]) => `- ${name} (${code(path)})`)
  .join('\n')}
- containers and file shares that no workspace on the account names and in which more lies than assets own (\`container\`, \`fileShare\`), with their size

Blob versions and soft-deleted blobs are not looked at either, and are not yet named as a gap.

## Out of reach

No program with this one's rights can reach these. A certificate lists those that the request could mean:

${placesOutOfReach
  .map(({ text, types }) => `- ${text}${types ? ` (requests for ${types.map(code).join(', ')})` : ''}`)
  .join('\n')}
`;
}

function section(type: ResourceType): string {
  const actions = (names: readonly string[]) => (names.length > 0 ? names.map(code).join(', ') : 'none');
  return `## ${type.name}

${type.summary}

- Erasure: ${erasures[type.erasure]}.
- Actions to read: ${actions(type.permissions.read)}
- Actions to erase: ${actions(type.permissions.erase)}
${dataActions(type)}- What the platform keeps: ${type.residue.length > 0 ? type.residue.join(' ') : 'nothing that is known.'}`;
}

/** Data actions of types whose bytes are not blobs; those on blobs stand above, for all types. */
function dataActions({ permissions: { data } }: ResourceType): string {
  if (!data) return '';
  return `- Data actions: ${data.read.map(code).join(', ')}; to erase also ${data.erase.map(code).join(', ')}\n`;
}
