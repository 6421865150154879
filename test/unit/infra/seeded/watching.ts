import { fault, files } from './fault';

const { main } = files;

/** What watches and is not seen, or is seen by nobody. */
export const watching = [
  fault('alerts.json', 'alert', 'a runbook without its alert', '"name": "app-silent"', '"name": "app-quiet"'),
  fault(
    'alerts.json',
    'alert',
    'a line that is never equal',
    'startswith \\"event=certificate_unsigned',
    '== \\"event=certificate_unsigned',
  ),
  fault('alerts.json', 'alert', 'the first that is let pass', '"threshold": 0', '"threshold": 1'),
  fault('alerts.json', 'alert', 'a dimension left out', '"dimension": "Timer"', '"dimension": ""'),
  fault('modules/alerts.bicep', 'alert', 'another member of the table', 'rule.threshold', 'rule.severity'),
  fault('modules/metric-alerts.bicep', 'alert', 'a metric the wrong way round', "'LessThan'", "'GreaterThan'"),
  fault('modules/metric-alerts.bicep', 'alert', 'a value that never comes', "'ServerBusyError'", "'ServerBusy'"),
  fault(main, 'alert', 'an account that nobody watches', '      requestStorage.outputs.id\n    ]', '    ]'),
  fault('modules/network.bicep', 'network', 'two rules at once', 'priority: 4000', 'priority: 100'),
  fault('modules/network.bicep', 'network', 'rules of the other subnet', 'id: endpointRules.id', 'id: appRules.id'),
  fault('modules/private-endpoints.bicep', 'network', 'one zone for all', 'zones[endpoint.groupId]', 'zones.blob'),
  fault('modules/private-site.bicep', 'network', 'a service that is not there', "groupId: 'sites'", "groupId: 'site'"),
  fault(
    'production.parameters.json',
    'parameter-file',
    'production without locks',
    '"locksEnabled": {\n      "value": true',
    '"locksEnabled": {\n      "value": false',
  ),
  fault(
    'main.parameters.json',
    'parameter-file',
    'a default beside that of main.bicep',
    '${STORAGE_SKU}',
    '${STORAGE_SKU=Premium_LRS}',
  ),
  fault('bicepconfig.json', 'linter', 'a misspelt rule', '"no-unused-params"', '"no-unused-parameters"'),
  fault('app-api.json', 'own-name', 'a scope that is off', '"isEnabled": true', '"isEnabled": false'),
  fault(
    'modules/alerts.bicep',
    'alert',
    'rows that make no rule',
    'for rule in logRules',
    'for rule in filter(logRules, one => one.severity < 2)',
    ['event-name'],
  ),
  fault('modules/alerts.bicep', 'alert', 'a dimension that is never that', "'*'", "'none'"),
  fault(
    'modules/alerts.bicep',
    'security',
    'queries that are refused at first',
    '      skipQueryValidation: true\n',
    '',
  ),
  fault('modules/network.bicep', 'twice', 'two subnets of one name', "name: 'endpoints'", "name: 'app'"),
  fault(
    'modules/network.bicep',
    'property',
    'a gateway in no region',
    '  name: gatewayName\n  location: location\n',
    '  name: gatewayName\n',
  ),
  fault('modules/private-site.bicep', 'evaluation', 'a cloud by another name', 'AzureUSGovernment:', 'AzureUSGov:'),
  fault(main, 'twice', 'one name in all of Azure', "'kv-${suffix}'", "'kv-requests'"),
];
