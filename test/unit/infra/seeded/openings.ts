import { fault, files } from './fault';

const { main, app, settings, storage, data, vault, signIn, monitoring } = files;

/** What must not stay open. */
export const openings = [
  fault(storage, 'security', 'shared keys', 'allowSharedKeyAccess: false', 'allowSharedKeyAccess: true'),
  fault(storage, 'security', 'shared keys by default', '    allowSharedKeyAccess: false\n', ''),
  fault(storage, 'security', 'public blobs', 'allowBlobPublicAccess: false', 'allowBlobPublicAccess: true'),
  fault(
    storage,
    'network',
    'a firewall that keeps lifecycle rules out',
    "isPrivate && hasLifecycle ? 'AzureServices' : 'None'",
    "hasLifecycle ? 'None' : 'None'",
  ),
  fault(
    storage,
    'network',
    'every service of Azure in the account of the host',
    "isPrivate && hasLifecycle ? 'AzureServices' : 'None'",
    "isPrivate || hasLifecycle ? 'AzureServices' : 'None'",
  ),
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
    "  name: 'scm'\n  #disable-next-line BCP187\n  location: location\n  properties: {\n    allow: false",
    "  name: 'scm'\n  #disable-next-line BCP187\n  location: location\n  properties: {\n    allow: true",
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
  fault('modules/private-endpoints.bicep', 'network', 'a wrong zone', 'privatelink.queue.', 'privatelink.queues.'),
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
    'parameter-effect',
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
export const passedOn = [
  fault(
    settings,
    'setting',
    'a setting that would open the app',
    'filter(items(extraSettings), setting => toUpper(setting.key) != ',
    'filter(items(extraSettings), setting => toLower(setting.key) != ',
  ),
];
