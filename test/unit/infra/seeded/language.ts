import { fault, files } from './fault';

const { main, app, storage, data, roles, vault } = files;

/** The language: what a compiler would refuse. */
export const language = [
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
    ['role-assignment'],
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
