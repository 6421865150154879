import { fault, files } from './fault';

const { main, app, storage, data, roles, vault, monitoring, scheduler } = files;

/** Types and their properties. */
export const resources = [
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
    ['security'],
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
    ['own-name'],
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
    ['role-assignment'],
  ),
  fault(storage, 'tags', 'no tags', '  tags: tags\n', '', ['unused']),
  fault(app, 'asleep', 'an instance for another group of functions', "name: 'durable'", "name: 'http'"),
];

/** What is read of resources. */
export const reads = [
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
