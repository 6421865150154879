/** A fault that somebody could make: one text of a file for another, and the rule that must say so. */
export interface SeededFault {
  what: string;
  file: string;
  from: string;
  to: string;
  /** The rule that names it. */
  rule: string;
  /** Others that follow from the fault, where one can't be made without them. */
  also?: readonly string[];
}

const main = 'main.bicep';
const app = 'modules/function-app.bicep';
const settings = 'modules/app-settings.bicep';
const storage = 'modules/storage-account.bicep';
const data = 'modules/request-data.bicep';
const roles = 'modules/role-assignments.bicep';
const vault = 'modules/key-vault.bicep';
const signIn = 'modules/authentication.bicep';
const monitoring = 'modules/monitoring.bicep';
const scheduler = 'modules/durable-task-scheduler.bicep';
const grant = 'modules/access/grant-storage-account.bicep';

const fault = (
  file: string,
  rule: string,
  what: string,
  from: string,
  to: string,
  also: string[] = [],
): SeededFault => ({
  what,
  file,
  from,
  to,
  rule,
  also,
});

/** The language: what a compiler would refuse. */
const language = [
  fault('target.bicep', 'evaluation', 'no target scope', "targetScope = 'subscription'\n", ''),
  fault(
    main,
    'syntax',
    'a brace too few',
    "  name: 'rg-${environmentName}'\n  location: location\n  tags: allTags\n}",
    "  name: 'rg-${environmentName}'\n  location: location\n  tags: allTags\n",
  ),
  fault(storage, 'syntax', 'double quotes', "kind: 'StorageV2'", 'kind: "StorageV2"'),
  fault(storage, 'syntax', 'two properties on one line', "accessTier: 'Hot'\n", "accessTier: 'Hot' "),
  fault(
    storage,
    'syntax',
    'an equals sign in an object',
    'supportsHttpsTrafficOnly: true',
    'supportsHttpsTrafficOnly = true',
  ),
  fault(main, 'syntax', 'two items on one line', "'privacy-requests-poison'\n", "'privacy-requests-poison' "),
  fault('app-roles.json', 'syntax', 'broken JSON', '"isEnabled": true', '"isEnabled": true,,'),
  fault(
    main,
    'reference',
    'a misspelt variable',
    'location: location\n  tags: allTags',
    'location: location\n  tags: allTag',
  ),
  fault(app, 'reference', 'a misspelt resource', 'serverFarmId: plan.id', 'serverFarmId: plans.id'),
  fault(
    main,
    'function',
    'a function that does not exist',
    'uniqueString(subscription().id',
    'uniqueHash(subscription().id',
  ),
  fault(main, 'function', 'too many arguments', 'empty(authClientId) ?', "empty(authClientId, 'x') ?"),
  fault(vault, 'duplicate', 'a name for two things', 'resource vault ', "var keyName = 'other'\n\nresource vault "),
  fault(
    storage,
    'evaluation',
    'a property twice',
    'allowBlobPublicAccess: false',
    'allowBlobPublicAccess: false\n    allowBlobPublicAccess: false',
  ),
  fault(
    roles,
    'evaluation',
    'a misspelt member of a JSON table',
    'principalId, roles.keyVaultCryptoUser.id)',
    'principalId, roles.keyVaultCryptoUsers.id)',
  ),
  fault(data, 'evaluation', 'a misspelt member of a loop', 'name: rule.name', 'name: rule.title'),
  fault(
    main,
    'evaluation',
    'an output of what is not deployed',
    "useScheduler ? scheduler!.outputs.endpoint : ''",
    'scheduler!.outputs.endpoint',
  ),
  fault(vault, 'evaluation', 'a wrong parent', 'parent: vault', 'parent: key'),
];

/** Parameters, modules and outputs. */
const modules = [
  fault(
    main,
    'unused',
    'an unused parameter',
    "@description('Region.')\noutput",
    "@description('Nobody reads it.')\nparam spare string = ''\n\n@description('Region.')\noutput",
    ['parameter-file', 'parameter-table'],
  ),
  fault(app, 'unused', 'an unused variable', 'resource plan ', 'var spare = planName\n\nresource plan '),
  fault(
    roles,
    'unused',
    'an unused existing resource',
    'resource hostStorage ',
    "resource spare 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {\n  name: hostStorageName\n}\n\nresource hostStorage ",
  ),
  fault(
    vault,
    'unused',
    'an output that nobody reads',
    'output keyName string',
    "output key2 string = key.name\n\n@description('Name of the key.')\noutput keyName string",
  ),
  fault(
    main,
    'module-parameter',
    'an undeclared parameter passed',
    '    suffix: suffix\n    location: location\n    tags: allTags\n  }',
    '    suffix: suffix\n    location: location\n    colour: location\n    tags: allTags\n  }',
  ),
  fault(main, 'module-parameter', 'a required parameter not passed', "    keyName: 'certificates'\n", ''),
  fault(main, 'module-parameter', 'a number for a text', "serviceName: 'app'", 'serviceName: 1'),
  fault(
    main,
    'module-parameter',
    'a parameter of another type handed on',
    'isPrivate: vnetEnabled\n  }\n}\n\nmodule roleAssignments',
    'isPrivate: location\n  }\n}\n\nmodule roleAssignments',
  ),
  fault(main, 'module-path', 'a wrong path of a module', "'modules/key-vault.bicep'", "'modules/keyvault.bicep'", [
    'unused',
  ]),
  fault(main, 'module-output', 'an unknown output', 'keyVault.outputs.keyId\n', 'keyVault.outputs.keyUri\n'),
  fault(main, 'description', 'no description of a parameter', "@description('Version of Node.js.')\n", '', [
    'parameter-table',
  ]),
  fault(app, 'description', 'an empty description', "@description('Name of the plan.')", "@description('')"),
  fault(
    main,
    'parameter-default',
    'a default that is not allowed',
    "param nodeVersion string = '22'",
    "param nodeVersion string = '21'",
    ['parameter-table'],
  ),
  fault(
    main,
    'parameter-default',
    'a default of another type',
    'param overdueDays int = 25',
    "param overdueDays int = '25'",
    [],
  ),
  fault(main, 'parameter-type', 'a type that does not exist', 'param locksEnabled bool', 'param locksEnabled boolean', [
    'parameter-file',
    'parameter-default',
  ]),
  fault(
    'production.parameters.json',
    'parameter-file',
    'a misspelt parameter in a file',
    '"locksEnabled"',
    '"lockEnabled"',
  ),
  fault(
    'production.parameters.json',
    'parameter-file',
    'a value that is not allowed',
    '"Standard_ZRS"',
    '"Premium_ZRS"',
  ),
  fault('production.parameters.json', 'parameter-file', 'a text for a number', '"value": 1095', '"value": "1095"'),
  fault('main.parameters.json', 'parameter-file', 'a misspelt variable of azd', '${VNET_ENABLED}', '${VNET_ENABLE}'),
  fault(main, 'parameter-table', 'another meaning than the page says', 'Version of Node.js.', 'Version of Node.'),
  fault(
    main,
    'own-name',
    'an output that the smoke test reads is gone',
    "@description('URL of the app.')\noutput APP_URL string = functionApp.outputs.url\n",
    '',
    ['unused'],
  ),
  fault(main, 'order', 'an app that does not wait for its roles', '    roleAssignments\n', ''),
  fault(
    'modules/access/target.bicep',
    'order',
    'a grant that does not wait for its role',
    '    eraserRoles: byteEraserRoles\n  }\n  dependsOn: [\n    roles\n  ]\n',
    '    eraserRoles: byteEraserRoles\n  }\n',
  ),
];

/** Types and their properties. */
const resources = [
  fault(
    storage,
    'resource-type',
    'an unknown type',
    "'Microsoft.Storage/storageAccounts/queueServices/queues@",
    "'Microsoft.Storage/storageAccounts/queueServices/queue@",
  ),
  fault(
    storage,
    'resource-type',
    'another version',
    'Microsoft.Storage/storageAccounts@2025-01-01',
    'Microsoft.Storage/storageAccounts@2023-05-01',
  ),
  fault(storage, 'property', 'a misspelt property', 'isLocalUserEnabled: false', 'localUserEnabled: false', [
    'security',
  ]),
  fault(
    app,
    'property',
    'a misspelt nested property',
    'instanceMemoryMB: instanceMemoryMB',
    'instanceMemoryMb: instanceMemoryMB',
  ),
  fault(
    app,
    'property',
    'a property one level too high',
    '    httpsOnly: true\n',
    "    minTlsVersion: '1.2'\n    httpsOnly: true\n",
  ),
  fault(vault, 'property', 'a wrong value of a list', "family: 'A'", "family: 'B'"),
  fault(scheduler, 'property', 'a required property is missing', 'ipAllowlist: isPrivate ? [] : ipAllowlist', '', [
    'unused',
  ]),
  fault(storage, 'property', 'a required property of the resource is missing', "  kind: 'StorageV2'\n", '', [
    'security',
  ]),
  fault(
    monitoring,
    'property',
    'a text for a number',
    'retentionInDays: retentionInDays',
    "retentionInDays: '${retentionInDays}'",
  ),
  fault(
    data,
    'property',
    'a property that does not exist in a loop',
    'daysAfterModificationGreaterThan',
    'daysAfterModificationGreater',
  ),
  fault(
    scheduler,
    'property',
    'a property that Azure sets',
    'ipAllowlist: isPrivate ? [] : ipAllowlist',
    "ipAllowlist: isPrivate ? [] : ipAllowlist\n    endpoint: 'https://example.net'",
  ),
  fault(main, 'property', 'a name that is too long', "'streq${suffix}'", "'strequests-of-people${suffix}'"),
  fault(
    'modules/metric-alerts.bicep',
    'property',
    'a misspelt criterion',
    "criterionType: 'StaticThresholdCriterion'",
    "criterionType: 'StaticThreshold'",
  ),
  fault(
    main,
    'existing',
    'a name of a resource that is not made',
    'hostStorageName: hostStorage.outputs.name',
    "hostStorageName: 'sthost'",
    ['missing-role', 'extra-role'],
  ),
  fault(
    roles,
    'twice',
    'two resources of one name',
    'guid(requestStorage.id, principalId, roles.storageQueueDataContributor.id)',
    'guid(requestStorage.id, principalId, roles.storageBlobDataContributor.id)',
  ),
  fault(storage, 'tags', 'no tags', '  tags: tags\n', '', ['unused']),
  fault(app, 'asleep', 'an instance for another group of functions', "name: 'durable'", "name: 'http'"),
];

/** What is read of resources. */
const reads = [
  fault(
    vault,
    'resource-member',
    'a misspelt property that is read',
    'key.properties.keyUri',
    'key.properties.keyUrl',
    ['output', 'setting-value'],
  ),
  fault(main, 'resource-member', 'a misspelt member of a resource', '= group.name', '= group.title', ['output']),
];

/** What identities may do. */
const rights = [
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
    ['missing-role', 'unused-role'],
  ),
  fault(
    roles,
    'extra-role',
    'a role on the wrong account',
    '  scope: requestStorage\n  name: guid(requestStorage.id, principalId, roles.storageBlobDataContributor.id)',
    '  scope: hostStorage\n  name: guid(requestStorage.id, principalId, roles.storageBlobDataContributor.id)',
    ['missing-role'],
  ),
  fault(
    roles,
    'inline-guid',
    'an id of a role in the template',
    'roles.keyVaultCryptoUser.id)\n    principalId',
    "'12338af0-0e69-4776-bea7-57ae8d297424')\n    principalId",
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
    ['missing-role'],
  ),
  fault(
    'modules/access/target.bicep',
    'missing-role',
    'permanent deletion is not granted',
    "['eraser', 'permanentEraser']",
    "['eraser']",
  ),
];

/** What the app is told. */
const appSettings = [
  fault(settings, 'setting', 'a misspelt setting', '  OVERDUE_DAYS:', '  OVERDUE_DAY:'),
  fault(settings, 'unused', 'a parameter that reaches no setting', '  OVERDUE_DAYS: string(rules.overdueDays)\n', ''),
  fault(settings, 'missing-setting', 'a missing setting', '  READER_CLIENT_ID: readerClientId\n', '', ['unused']),
  fault(
    settings,
    'forbidden-setting',
    'a setting that Flex Consumption refuses',
    'var always = {',
    "var always = {\n  FUNCTIONS_WORKER_RUNTIME: 'node'",
  ),
  fault(
    settings,
    'setting-value',
    'the wrong identity',
    'ERASER_CLIENT_ID: eraserClientId',
    'ERASER_CLIENT_ID: readerClientId',
    ['unused'],
  ),
  fault(
    settings,
    'setting-value',
    'the wrong account',
    'RequestStorage__blobServiceUri: requestBlobEndpoint',
    'RequestStorage__blobServiceUri: hostBlobEndpoint',
    ['unused'],
  ),
  fault(settings, 'setting-value', 'a value that the app refuses', 'string(rules.approvalExpiryDays)', "'two weeks'", [
    'unused',
  ]),
  fault(
    settings,
    'setting-value',
    'a schedule of five fields',
    'SWEEP_SCHEDULE: rules.sweepSchedule',
    "SWEEP_SCHEDULE: '0 2 * * *'",
    ['unused'],
  ),
  fault(settings, 'setting-value', 'a wrong provider', "'azureManaged'", "'azureManage'"),
  fault(
    settings,
    'secret',
    'a connection string',
    'CONNECTION_STRING: applicationInsightsConnectionString',
    "CONNECTION_STRING: 'DefaultEndpointsProtocol=https;AccountKey=abc'",
    ['unused'],
  ),
  fault(
    settings,
    'secret',
    'a key of an account',
    'rules.sweepSchedule',
    "listKeys(site.id, '2025-01-01').keys[0].value",
    ['function', 'unused'],
  ),
  fault(
    settings,
    'setting',
    'a scheduler where there is none',
    'empty(schedulerEndpoint) ? {} : withScheduler',
    'withScheduler',
    ['setting-value'],
  ),
];

/** Names that the code has too. */
const names = [
  fault(main, 'own-name', 'a wrong queue', "'privacy-requests-poison'", "'privacy-request-poison'"),
  fault(
    main,
    'own-name',
    'a wrong container',
    "'privacy-rejected'\n      'privacy-certificates'",
    "'privacy-reject'\n      'privacy-certificates'",
  ),
  fault(main, 'own-name', 'a wrong task hub', "'DataRequests'", "'DataRequest'"),
  fault(main, 'own-name', 'a wrong service of azd', "serviceName: 'app'", "serviceName: 'api'"),
  fault(
    main,
    'own-name',
    'certificates that expire',
    "rejectedContainer: 'privacy-rejected'",
    "rejectedContainer: 'privacy-certificates'",
  ),
  fault(
    main,
    'own-name',
    'a package where nobody put one',
    '${hostStorage.outputs.blobEndpoint}${deploymentContainer}',
    '${hostStorage.outputs.blobEndpoint}packages',
  ),
  fault('app-roles.json', 'own-name', 'a wrong app role', '"Requests.Erase"', '"Requests.Delete"'),
  fault(
    'alerts.json',
    'event-name',
    'an event that the app does not log',
    'event=request_failed',
    'event=request_fail',
  ),
];

/** What must not stay open. */
const openings = [
  fault(storage, 'security', 'shared keys', 'allowSharedKeyAccess: false', 'allowSharedKeyAccess: true'),
  fault(storage, 'security', 'shared keys by default', '    allowSharedKeyAccess: false\n', ''),
  fault(storage, 'security', 'public blobs', 'allowBlobPublicAccess: false', 'allowBlobPublicAccess: true'),
  fault(storage, 'security', 'old TLS', "'TLS1_2'", "'TLS1_1'"),
  fault(app, 'security', 'plain http', 'httpsOnly: true', 'httpsOnly: false'),
  fault(
    app,
    'security',
    'calls from every web page',
    'http20Enabled: true',
    "http20Enabled: true\n      cors: {\n        allowedOrigins: [\n          '*'\n        ]\n      }",
    ['property'],
  ),
  fault(
    app,
    'security',
    'settings in a second place',
    'http20Enabled: true',
    'http20Enabled: true\n      appSettings: []',
  ),
  fault(
    app,
    'security',
    'a property that Flex Consumption refuses',
    'http20Enabled: true',
    'http20Enabled: true\n      alwaysOn: true',
  ),
  fault(
    app,
    'security',
    'publishing with a password',
    "  name: 'scm'\n  properties: {\n    allow: false",
    "  name: 'scm'\n  properties: {\n    allow: true",
  ),
  fault(app, 'security', 'no policy for publishing', "  name: 'ftp'", "  name: 'scm'"),
  fault(
    app,
    'security',
    'a package fetched by a key',
    "type: 'UserAssignedIdentity'",
    "type: 'StorageAccountConnectionString'",
  ),
  fault(monitoring, 'security', 'telemetry without a token', 'DisableLocalAuth: true', 'DisableLocalAuth: false'),
  fault(vault, 'security', 'a vault that can be purged', '    enablePurgeProtection: true\n', ''),
  fault(
    vault,
    'security',
    'rights by access policies',
    'enableRbacAuthorization: true',
    'enableRbacAuthorization: false',
  ),
  fault(vault, 'security', 'a key that decrypts', "      'verify'\n", "      'verify'\n      'decrypt'\n"),
  fault('modules/private-endpoints.bicep', 'security', 'a wrong zone', 'privatelink.queue.', 'privatelink.queues.'),
  fault(signIn, 'security', 'calls without sign-in', 'requireAuthentication: true', 'requireAuthentication: false'),
  fault(signIn, 'security', 'a redirect instead of 401', "'Return401'", "'RedirectToLoginPage'"),
  fault(signIn, 'security', 'tokens for anybody', "'api://${clientId}'", "'api://default'"),
  fault(
    main,
    'secret',
    'a secret as a parameter',
    "@description('Version of Node.js.')",
    "@description('Version of Node.js.')\n@secure()",
  ),
  fault(
    'modules/locks.bicep',
    'security',
    'a lock that stops the app',
    "level: 'CanNotDelete'\n    notes: 'Holds requests",
    "level: 'ReadOnly'\n    notes: 'Holds requests",
  ),
  fault(
    data,
    'security',
    'certificates that can be changed',
    'certificateImmutabilityDays > 0',
    'certificateImmutabilityDays > 999999',
  ),
  fault(
    storage,
    'security',
    'an open account in a private network',
    "isPrivate && empty(allowedIps) ? 'Disabled' : 'Enabled'",
    "isPrivate && !empty(allowedIps) ? 'Disabled' : 'Enabled'",
  ),
];

/** What operators could pass on. */
const passedOn = [
  fault(
    settings,
    'setting',
    'a setting that would open the app',
    'filter(items(extraSettings), setting => toUpper(setting.key) != ',
    'filter(items(extraSettings), setting => toLower(setting.key) != ',
  ),
];

/** What works in no deployment, is heard by nobody, or is written down wrong. */
const consequences = [
  fault(
    'modules/network.bicep',
    'network',
    'a subnet delegated to something else',
    "'Microsoft.App/environments'",
    "'Microsoft.Web/serverFarms'",
  ),
  fault(
    'modules/network.bicep',
    'network',
    'the app in the subnet of the endpoints',
    'network.properties.subnets[0].id',
    'network.properties.subnets[1].id',
  ),
  fault(
    'modules/network.bicep',
    'network',
    'a rule that lets everybody in',
    "sourceAddressPrefix: 'VirtualNetwork'",
    "sourceAddressPrefix: '*'",
  ),
  fault(
    'modules/private-endpoints.bicep',
    'network',
    'an endpoint of the wrong account',
    "    name: 'host-table'\n    resourceId: hostStorageId",
    "    name: 'host-table'\n    resourceId: requestStorageId",
  ),
  fault('modules/diagnostics.bicep', 'log', 'a misspelt category of logs', "'StorageWrite'", "'StorageWrites'"),
  fault(
    'modules/diagnostics.bicep',
    'log',
    'reads that are not logged',
    "      {\n        category: 'StorageRead'\n        enabled: true\n      }\n",
    '',
  ),
  fault(
    'modules/alerts.bicep',
    'alert',
    'alerts that tell nobody',
    '        actionGroups: actionGroupIds',
    '        actionGroups: []',
  ),
  fault(
    'modules/metric-alerts.bicep',
    'alert',
    'a misspelt metric',
    "metricName: 'Availability'",
    "metricName: 'Availabilty'",
  ),
  fault(
    'modules/metric-alerts.bicep',
    'alert',
    'an interval that Azure does not take',
    "evaluationFrequency: 'PT5M'",
    "evaluationFrequency: 'PT7M'",
  ),
  fault(
    'alerts.json',
    'alert',
    'a misspelt column',
    'AppTraces | where Message startswith \\"event=request_failed',
    'AppTraces | where message startswith \\"event=request_failed',
  ),
  fault('alerts.json', 'alert', 'an alert on a function that is not there', 'timerReconcile', 'timerReconciler'),
  fault('alerts.json', 'alert', 'an alert on a field that is not logged', 'request=(\\\\S+)', 'requests=(\\\\S+)'),
  fault(
    'main.bicep',
    'output',
    'the eraser given out as the reader',
    'output READER_PRINCIPAL_ID string = identities.outputs.readerPrincipalId',
    'output READER_PRINCIPAL_ID string = identities.outputs.eraserPrincipalId',
  ),
  fault('main.bicep', 'output', 'a wrong audience', "'api://${authClientId}'\n", "'https://${authClientId}'\n"),
  fault(
    main,
    'deployment',
    'a name that is known too late',
    "  name: 'diagnostics'\n",
    '  name: functionApp.outputs.name\n',
  ),
  fault('main.bicep', 'deployment', 'two deployments of one name', "  name: 'diagnostics'\n", "  name: 'alerts'\n"),
  fault(
    'main.bicep',
    'deployment',
    'a deployment whose name is too long',
    "  name: 'diagnostics'\n",
    "  name: 'diagnostics-${environmentName}-${environmentName}-${environmentName}'\n",
  ),
  fault(
    'modules/access/custom-roles.bicep',
    'role-definition',
    'a role for the whole tenant',
    '      subscription().id\n',
    "      '/'\n",
  ),
  fault(
    'modules/access/custom-roles.bicep',
    'role-definition',
    'a role without its data actions',
    'dataActions: role.value.dataActions',
    'dataActions: []',
  ),
  fault(
    'modules/access/target.bicep',
    'extra-role',
    'a workspace to be read alone that can be erased',
    "var eraserRoles = mayErase ? ['eraser'] : []",
    "var eraserRoles = ['eraser']",
  ),
  fault(
    'modules/request-data.bicep',
    'own-name',
    'a rule that deletes nothing',
    '          enabled: true\n',
    '          enabled: false\n',
  ),
  fault(
    'modules/function-app.bicep',
    'own-name',
    'a package fetched by another identity',
    'userAssignedIdentityResourceId: appIdentityId',
    'userAssignedIdentityResourceId: readerIdentityId',
  ),
  fault(
    'app-roles.json',
    'own-name',
    'programs that approve',
    '"allowedMemberTypes": ["User"]',
    '"allowedMemberTypes": ["User", "Application"]',
  ),
  fault('production.parameters.json', 'parameter-file', 'a parameter twice', '"locksEnabled"', '"zoneRedundant"'),
  fault('bicepconfig.json', 'linter', 'a rule of the linter turned off', '"level": "error"', '"level": "off"'),
];

/** Every fault that the checks are tried with. */
export const seededFaults: readonly SeededFault[] = [
  ...language,
  ...modules,
  ...resources,
  ...reads,
  ...rights,
  ...appSettings,
  ...names,
  ...openings,
  ...passedOn,
  ...consequences,
];
