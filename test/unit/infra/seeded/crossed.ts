import { fault, files } from './fault';

const { main, app, data, scheduler, storage, vault } = files;
const access = 'modules/access/target.bicep';

/** Parameters and ids that end up in the wrong place: everything is there, and nothing is as it was meant. */
export const crossed = [
  fault(main, 'parameter-effect', 'a switch turned round', 'recover: recoverVault', 'recover: !recoverVault'),
  fault(main, 'parameter-effect', 'the other backend', "== 'durableTaskScheduler'", "!= 'durableTaskScheduler'"),
  fault(main, 'network', 'an app that is open when it is closed', ': appPublicAccess', ': !appPublicAccess'),
  fault(scheduler, 'parameter-effect', 'a SKU that never holds', "== 'Dedicated'", "== 'dedicated'"),
  fault(storage, 'parameter-effect', 'days that nobody asked for', 'days: softDeleteDays', 'days: 365'),
  fault(
    'modules/app-settings.bicep',
    'parameter-effect',
    'an erasure that asks as an export does',
    'APPROVAL_FOR_ERASE: rules.approvalForErase',
    "APPROVAL_FOR_ERASE: contains(rules, 'approvalForErase') ? rules.approvalForExport : rules.approvalForErase",
  ),
  fault(
    'modules/monitoring.bicep',
    'parameter-effect',
    'alerts to another address',
    'emailAddress: alertEmail',
    "emailAddress: 'x${alertEmail}'",
  ),
  fault(main, 'security', 'a version of Node.js that Azure gives up', "  '22'\n", "  '20'\n  '22'\n"),
  fault(main, 'asleep', 'no instance as the least', '@minValue(1)\n@maxValue(20)', '@minValue(0)\n@maxValue(20)'),
  fault(app, 'resource-id', 'the name of the plan for its id', 'serverFarmId: plan.id', 'serverFarmId: plan.name'),
  fault(app, 'missing-role', 'an identity that the app lacks', "      '${appIdentityId}': {}\n", ''),
  fault('modules/network.bicep', 'resource-id', 'a subnet that is not there', 'subnets[1].id', 'subnets[2].id'),
  fault(access, 'deployment', 'subscriptions twice', 'union([], map(allIds', 'concat([], map(allIds'),
  fault(main, 'order', 'targets at once', '@batchSize(1)\n', ''),
  fault('modules/private-site.bicep', 'order', 'an endpoint before its zone', '  dependsOn: [\n    dnsZone\n  ]\n', ''),
  fault(
    scheduler,
    'evaluation',
    'a hub without its scheduler',
    '  parent: scheduler\n  name: taskHubName',
    '  name: taskHubName',
  ),
  fault(vault, 'security', 'a rotation that never comes', 'timeAfterCreate', 'timeBeforeExpiry'),
  fault(data, 'own-name', 'snapshots that stay', '              snapshot: {', '              tierToCool: {', [
    'property',
  ]),
];
