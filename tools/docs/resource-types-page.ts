import { placesOutOfReach } from '../../src/requests/certificate/out-of-reach';
import { erasingRights, permanentRights, readingRights } from '../../src/resources/permissions';
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

These are the values of \`scope.resourceTypes\`, in the order in which they are erased: what uses something goes before what it uses. Without \`resourceTypes\` a request covers all of them but those that a field of the scope has to ask for, and whatever else the workspace holds is a gap.

${table(
  ['Type', 'Export', 'Erase', 'Bytes', 'Residue', 'Actions to read', 'Actions to erase'],
  resourceTypes.map((type) => [
    `[${type.name}](#${type.name.toLowerCase()})`,
    exported(type),
    erasures[type.erasure],
    type.bytes ?? 'none',
    type.residue.length > 0 ? type.residue.join(' ') : 'none known',
    actions([...type.permissions.read, ...(type.permissions.data?.read ?? [])]),
    actions([...type.permissions.erase, ...(type.permissions.data?.erase ?? [])]),
  ]),
)}

The actions below are those of Azure RBAC, less the prefix \`${permissionPrefix}\`. Whatever the types, the reading identity also needs ${actions([...readingRights.actions, ...readingRights.dataActions])}, and the erasing one ${actions([...erasingRights.actions, ...erasingRights.dataActions])}; where requests delete for good (\`erasure.permanently\`) it needs ${actions(permanentRights.dataActions)}. *Storage Blob Data Contributor* can't delete previous versions; *Storage Blob Data Owner* can, and for good. The custom roles in \`infra/custom-roles.json\` are made of all this; [onboarding](onboarding.md) says how they are granted. Finding who else owns bytes lists all assets and jobs of every workspace on the same storage accounts and registries; for that the reading identity should be allowed to list the workspaces of the subscription, otherwise a gap says that it was not (\`subscription_unreadable\`).

Accounts behind datastores that somebody added are known by name only, and are looked for in the subscriptions that the workspaces and their storage accounts lie in: there it must be allowed to list storage accounts. Where reading the settings of an account is refused, a gap says so (\`storage_settings_unknown\`).

${resourceTypes.map(section).join('\n\n')}

## Not handled yet

What exists of these in a workspace is named on the certificate as a gap (\`not_handled\`), unless the request names its \`resourceTypes\`:

${Object.entries(unhandledKinds)
  .map(([path, name]) => `- ${name} (${code(path)})`)
  .join('\n')}
- containers and file shares that no workspace on the account names and in which more lies than assets own (\`container\`, \`fileShare\`), with their size

## Out of reach

No program with this one's rights can reach these. A certificate lists those that the request could mean:

${placesOutOfReach
  .map(({ text, types }) => `- ${text}${types ? ` (requests for ${types.map(code).join(', ')})` : ''}`)
  .join('\n')}
`;
}

function exported(type: ResourceType): string {
  if (type.notExported) return 'nothing';
  const parts = [type.erasure !== 'bytes only' && 'record', type.bytes && 'bytes', type.files && 'logs or metrics'];
  return parts.filter(Boolean).join(', ');
}

function actions(names: readonly string[]): string {
  return names.length > 0 ? names.map(code).join(', ') : 'none';
}

/** How the service says whose something is, for a reader. */
const evidence: Readonly<Record<ResourceType['namesPeopleBy'], string>> = {
  identity: 'the object id and the UPN of a person',
  'object id': 'the object id of a person',
  'display name': 'a display name only, so a match is weak unless lineage makes it strong',
  alias: 'the alias of a person',
  nothing: 'nothing: no request for one person can decide about it, unless lineage does',
};

function section(type: ResourceType): string {
  const before = resourceTypes[resourceTypes.indexOf(type) - 1];
  const { data } = type.permissions;
  const shared = 'The service may delete bytes along with the record: where somebody else owns some, the record stays.';
  return `## ${type.name}

${type.summary}

- Erased ${before ? `after [${before.name}](#${before.name.toLowerCase()})` : 'first'}${type.quiesce ? ', and brought to rest before anything is exported or erased' : ''}${type.inUse ? '; whether it is in use is asked again right before' : ''}.
- Evidence: ${evidence[type.namesPeopleBy]}.${type.needs ? ` Listed only with ${code(`scope.${type.needs}`)}.` : ''}
- Bytes: ${type.bytes ?? 'none.'}
- Export: ${exported(type)}.
- Erasure: ${erasures[type.erasure]}.${type.recordMayTakeBytes ? ` ${shared}` : ''}
- Proof of absence: ${type.erasure === 'none' ? 'none, since it stays.' : (type.proof ?? `Asking for the record finds nothing${type.bytes ? ', and so does listing its bytes' : ''}.`)}
- Actions to read: ${actions(type.permissions.read)}; to erase: ${actions(type.permissions.erase)}
${data ? `- Data actions to read: ${actions(data.read)}; to erase: ${actions(data.erase)}\n` : ''}- What the platform keeps: ${type.residue.length > 0 ? type.residue.join(' ') : 'nothing that is known.'}`;
}
