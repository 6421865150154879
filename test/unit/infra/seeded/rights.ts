import { fault, files } from './fault';

const { main, roles, grant } = files;

/** What identities may do. */
export const rights = [
  fault(
    roles,
    'missing-role',
    'a missing role',
    "resource telemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {",
    "resource telemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hubInStorage) {",
  ),
  fault(
    roles,
    'extra-role',
    'a role too many',
    'roles.monitoringMetricsPublisher.id)\n    principalId',
    'roles.storageBlobDataOwner.id)\n    principalId',
    ['missing-role', 'role-assignment', 'unused-role'],
  ),
  fault(
    roles,
    'extra-role',
    'a role on the wrong account',
    '  scope: requestStorage\n  name: guid(requestStorage.id, principalId, roles.storageBlobDataContributor.id)',
    '  scope: hostStorage\n  name: guid(requestStorage.id, principalId, roles.storageBlobDataContributor.id)',
    ['missing-role', 'role-assignment'],
  ),
  fault(
    roles,
    'inline-guid',
    'an id of a role in the template',
    'roles.keyVaultCryptoUser.id)\n    principalId',
    "'12338af0-0e69-4776-bea7-57ae8d297424')\n    principalId",
    ['role-assignment'],
  ),
  fault(
    'roles.json',
    'role-table',
    'a wrong id in the table of roles',
    '3913510d-42f4-4e42-8a64-420c390055eb',
    '3913510d-42f4-4e42-8a64-420c390055ee',
  ),
  fault(
    'roles.json',
    'role-table',
    'a role that nobody grants',
    '{\n',
    '{\n  "reader": { "name": "Reader", "id": "acdd72a7-3385-48ef-bd42-f606fba81ae7" },\n',
    ['unused-role'],
  ),
  fault(roles, 'role-assignment', 'no kind of principal', "    principalType: 'ServicePrincipal'\n", ''),
  fault(
    roles,
    'role-assignment',
    'a name that changes',
    'guid(key.id, principalId, roles.keyVaultCryptoUser.id)',
    "guid(key.id, 'x')",
  ),
  fault(
    main,
    'role-assignment',
    'roles for somebody unknown',
    'principalId: identities.outputs.appPrincipalId\n    hostStorageName',
    'principalId: deployer().objectId\n    hostStorageName',
    ['missing-role'],
  ),
  fault(
    main,
    'extra-role',
    'the eraser as the reader',
    'readerPrincipalId: identities.outputs.readerPrincipalId\n      eraser',
    'readerPrincipalId: identities.outputs.eraserPrincipalId\n      eraser',
    ['missing-role'],
  ),
  fault(
    grant,
    'extra-role',
    'a custom role on the wrong identity',
    'principalId: eraserPrincipalId\n',
    'principalId: readerPrincipalId\n',
    ['missing-role', 'role-assignment'],
  ),
  fault(
    'modules/access/target.bicep',
    'missing-role',
    'permanent deletion is not granted',
    "['eraser', 'permanentEraser']",
    "['eraser']",
  ),
];

/** Rights beyond the tables, in the tables, and under names of others. */
export const definitions = [
  fault(
    'modules/role-assignments.bicep',
    'role-assignment',
    'the name of another assignment',
    'guid(key.id, principalId, roles.keyVaultCryptoUser.id)',
    'guid(vault.id, principalId, roles.keyVaultCryptoUser.id)',
  ),
  fault(
    'modules/access/custom-roles.bicep',
    'role-definition',
    'a right for everybody',
    ': role.value.actions\n',
    ": concat(role.value.actions, ['Microsoft.Authorization/roleAssignments/write'])\n",
  ),
  fault(
    'modules/access/custom-roles.bicep',
    'role-definition',
    'more rights for the eraser',
    "role.key == 'reader'",
    "role.key == 'eraser'",
  ),
  fault(
    'modules/access/custom-roles.bicep',
    'role-definition',
    'secrets that are not refused',
    'role.value.notActions',
    '[]',
  ),
  fault('custom-roles.json', 'role-definition', 'a right too many', '/jobs/cancel/action', '/jobs/*'),
  fault(
    'custom-roles.json',
    'role-definition',
    'a role for the other identity',
    '"identity": "eraser"',
    '"identity": "reader"',
  ),
];
