import { authorize } from '../../../local/azureml/access';
import type { ArmCall } from '../../../local/azureml/arm/arm-type';
import { parseArmPath } from '../../../local/azureml/arm-path';
import { armAction, grantsFiles, historyAction, registryAction } from '../../../local/azureml/grants';
import { DEFAULT_IDENTITIES, type Grants } from '../../../local/azureml/settings';
import { actionOf } from '../../../local/storage/http/actions';
import type { Call } from '../../../local/storage/http/call';

const group = '/subscriptions/s/resourceGroups/g';
const ml = 'Microsoft.MachineLearningServices';
const workspace = `${group}/providers/${ml}/workspaces/w`;

function callOf(method: string, pathname: string): Pick<ArmCall, 'method' | 'path' | 'pathname'> {
  const path = parseArmPath(pathname);
  if (!path) throw new Error(`${pathname} is no path of Resource Manager.`);
  return { method, path, pathname };
}

describe('the action of a call', () => {
  it.each([
    ['GET', `${workspace}/jobs`, `${ml}/workspaces/jobs/read`],
    ['GET', `${workspace}/jobs/j`, `${ml}/workspaces/jobs/read`],
    ['POST', `${workspace}/jobs/j/cancel`, `${ml}/workspaces/jobs/cancel/action`],
    ['PUT', `${workspace}/data/d/versions/1`, `${ml}/workspaces/data/versions/write`],
    ['PATCH', `${workspace}/onlineEndpoints/e`, `${ml}/workspaces/onlineEndpoints/write`],
    ['DELETE', workspace, `${ml}/workspaces/delete`],
    ['DELETE', `${workspace}/featuresets/f/versions/1`, `${ml}/workspaces/featuresets/delete`],
    ['DELETE', `${workspace}/environments/e`, `${ml}/workspaces/environments/versions/delete`],
    ['GET', `${workspace}/providers/Microsoft.Authorization/locks`, 'Microsoft.Authorization/locks/read'],
    ['GET', '/subscriptions/s/providers/Microsoft.KeyVault', 'Microsoft.Resources/subscriptions/providers/read'],
    ['GET', '/subscriptions/s/resources', 'Microsoft.Resources/subscriptions/resources/read'],
    ['GET', `/subscriptions/s/providers/${ml}/locations/l/mfeOperationsStatus/o`, undefined],
    ['GET', '/subscriptions/s/providers/Microsoft.KeyVault/locations/l/operationResults/o', undefined],
  ])('%s %s is %s', (method, pathname, action) => {
    expect(armAction(callOf(method, pathname))).toBe(action);
  });

  it.each([
    ['POST', 'experimentids/1/runs:query', 'experiments/runs/read'],
    ['POST', 'experiments:query', 'experiments/read'],
    ['GET', 'runs/r', 'experiments/runs/read'],
    ['GET', 'metrics/get-history', 'experiments/runs/read'],
    ['DELETE', 'experimentids/1', 'experiments/delete'],
  ])('of run history: %s %s is %s', (method, below, action) => {
    expect(historyAction(method, below)).toBe(`${ml}/workspaces/${action}`);
  });

  it.each([
    ['GET', {}, 'c', 'b', true, 'read'],
    ['GET', { restype: 'container', comp: 'list' }, 'c', undefined, true, 'read'],
    ['DELETE', {}, 'c', 'b', true, 'delete'],
    ['DELETE', { snapshot: 't' }, 'c', 'b', true, 'delete'],
    ['DELETE', { versionid: 't' }, 'c', 'b', true, 'deleteBlobVersion/action'],
    ['DELETE', { versionid: 't', deletetype: 'permanent' }, 'c', 'b', true, 'permanentDelete/action'],
    ['PUT', { comp: 'lease' }, 'c', 'b', true, 'write'],
    ['POST', { restype: 'container', comp: 'batch' }, 'c', undefined, true, 'write'],
    ['GET', { restype: 'container' }, 'c', undefined, false, 'containers/read'],
    ['GET', { comp: 'list' }, undefined, undefined, false, 'containers/read'],
  ] as const)('of blobs: %s %j of %s/%s', (method, query, container, blob, data, name) => {
    const call = { method, container, blob, query: new URLSearchParams(query) } as unknown as Call;
    const prefix = 'Microsoft.Storage/storageAccounts/blobServices';
    expect(actionOf(call)).toEqual({ data, name: `${prefix}/${data ? 'containers/blobs/' : ''}${name}` });
  });

  it('of registries follows the scope of the token', () => {
    const registry = 'Microsoft.ContainerRegistry/registries';
    expect(registryAction('registry:catalog:*')).toBe(`${registry}/pull/read`);
    expect(registryAction('repository:azureml/a:metadata_read')).toBe(`${registry}/metadata/read`);
    expect(registryAction('repository:azureml/a:delete')).toBe(`${registry}/artifacts/delete`);
  });

  it('of files needs the right and that to pass over the permissions of each file', () => {
    const files = 'Microsoft.Storage/storageAccounts/fileServices';
    const read = `${files}/fileshares/files/read`;
    expect(grantsFiles({ actions: [], dataActions: [read] }, 'GET', false)).toBe(false);
    const both = { actions: [], dataActions: [read, `${files}/readFileBackupSemantics/action`] };
    expect(grantsFiles(both, 'GET', false)).toBe(true);
    expect(grantsFiles(both, 'DELETE', false)).toBe(false);
    expect(grantsFiles(both, 'GET', true)).toBe(false);
  });
});

describe('grants of a seed', () => {
  const none: Grants = { actions: [], dataActions: [], subscriptionActions: [] };
  const jobs: Grants = { ...none, actions: [`${ml}/workspaces/jobs/DELETE`] };
  const asks = (method: string, pathname: string, grants?: Record<'reader' | 'eraser', Grants>) => () =>
    authorize(
      {
        ...callOf(method, pathname),
        principal: DEFAULT_IDENTITIES.eraser,
        context: { settings: { identities: DEFAULT_IDENTITIES, forbiddenSubscriptions: [], grants } },
      } as unknown as ArmCall,
      'arm',
    );

  it('refuse what they do not name, and say which action it was', () => {
    const message = new RegExp(`action '${ml}/workspaces/models/delete'`);
    expect(asks('DELETE', `${workspace}/models/m`, { reader: none, eraser: jobs })).toThrow(message);
    expect(asks('GET', `${workspace}/jobs/j`, { reader: none, eraser: jobs })).toThrow(/jobs\/read/);
  });

  it('hold for a subscription only where they are granted on it, and then below it too', () => {
    const list = `/subscriptions/s/providers/${ml}/workspaces`;
    const read = [`${ml}/workspaces/read`];
    const below = { ...none, actions: read };
    const above = { ...none, subscriptionActions: read };
    expect(asks('GET', list, { reader: none, eraser: below })).toThrow(/workspaces\/read/);
    expect(asks('GET', list, { reader: none, eraser: above })).not.toThrow();
    expect(asks('GET', workspace, { reader: none, eraser: above })).not.toThrow();
  });

  it('allow what they name, whatever its case, and everything where there are none', () => {
    expect(asks('DELETE', `${workspace}/jobs/j`, { reader: none, eraser: jobs })).not.toThrow();
    expect(asks('DELETE', `${workspace}/models/m`)).not.toThrow();
  });
});
