import { fault, files } from './fault';

const { main, app, roles, vault } = files;

/** Parameters, modules and outputs. */
export const modules = [
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
  fault(main, 'parameter-value', 'an allowed value misspelt', "\n  'azureStorage'\n", "\n  'azureSorage'\n"),
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
