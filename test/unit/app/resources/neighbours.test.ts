import type { Arm, Json } from '../../../../src/azure/arm';
import { AzureError } from '../../../../src/azure/azure-error';
import { workspacesOn } from '../../../../src/resources/ownership/neighbours';

const workspaceId = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/${name}`;
const accountId = (subscription: string, name: string) =>
  `/subscriptions/${subscription}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/${name}`;
const own = workspaceId('s1', 'own');

/** Three workspaces on one account that lies in the second of three subscriptions. */
const workspaces: Json[] = [own, workspaceId('s2', 'guest'), workspaceId('s3', 'far')].map((id) => ({
  ...{ id, name: id.split('/').pop(), properties: { storageAccount: accountId('s2', 'store') } },
}));

/** ARM at its interface; a path that is `refused` is answered with an error. */
function arm(refused?: { path: string; error: AzureError }): Arm {
  const listed = (path: string) => {
    if (refused?.path === path) throw refused.error;
    if (path.endsWith('/datastores')) return [];
    return workspaces.filter((body) => path.includes(String(body.id).split('/')[2] ?? ''));
  };
  const fake: Pick<Arm, 'get' | 'list'> = {
    get: (id) =>
      refused?.path === id ? Promise.reject(refused.error) : Promise.resolve(workspaces.find((body) => body.id === id)),
    async *list(path) {
      yield* await Promise.resolve(listed(path));
    },
  };
  return fake as Arm;
}

describe('workspacesOn', () => {
  const named = async (scope: string[], near: string[] = []) =>
    (await workspacesOn(arm(), scope, new Set(['store']), () => undefined, near)).map(({ name }) => name);

  it('finds those in the subscription of the account, too', async () => {
    expect(await named([own])).toEqual(['own', 'guest']);
  });

  it('finds them by the id of the account where its workspace is gone', async () => {
    const gone = workspaceId('s1', 'gone');
    expect(await named([gone])).toEqual(['own']);
    expect(await named([gone], [accountId('s2', 'store')])).toEqual(['own', 'guest']);
  });

  it('tells which subscription could not be listed', async () => {
    const path = '/subscriptions/s2/providers/Microsoft.MachineLearningServices/workspaces';
    const error = new AzureError(403, 'AuthorizationFailed', '', false);
    const gaps: unknown[] = [];
    await workspacesOn(arm({ path, error }), [own], new Set(['store']), (gap) => gaps.push(gap));
    expect(gaps).toEqual([{ code: 'subscription_unreadable', type: 'workspace', detail: 's2: AuthorizationFailed' }]);
  });

  it('overlooks no subscription for a failure that time heals', async () => {
    const error = new AzureError(503, 'ServerBusy', '', true);
    await expect(workspacesOn(arm({ path: own, error }), [own], new Set(), () => undefined)).rejects.toBe(error);
  });
});
