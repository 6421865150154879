import { rowFilter } from '../../../local/azureml/arm/beyond/row-filter';
import { accountsOf } from '../../../local/azureml/seed/accounts';
import { planSeed } from '../../../local/azureml/seed/plan';
import type { SeedFile } from '../../../local/azureml/seed/seed-file';
import { validateSeed } from '../../../local/azureml/seed/validate';

describe('filters of a purge request', () => {
  const row = { UserId: 'Ida', Count: 3, At: '2024-03-01T00:00:00Z', Properties: { who: 'ida' } };
  it.each([
    [{ column: 'UserId', operator: '==', value: 'Ida' }, true],
    [{ column: 'UserId', operator: '==', value: 'ida' }, false],
    [{ column: 'UserId', operator: '=~', value: 'ida' }, true],
    [{ column: 'UserId', operator: 'in', value: ['kim', 'Ida'] }, true],
    [{ column: 'UserId', operator: 'in~', value: ['IDA'] }, true],
    [{ column: 'Count', operator: '>', value: 2 }, true],
    [{ column: 'Count', operator: '<=', value: 2 }, false],
    [{ column: 'At', operator: '<', value: '2024-03-01T00:00:01Z' }, true],
    [{ column: 'At', operator: '>=', value: '2024-03-02T00:00:00Z' }, false],
    [{ column: 'Properties', operator: '==', value: 'ida', key: 'who' }, true],
    [{ column: 'Missing', operator: '==', value: 'ida' }, false],
  ])('%j is %s', (filter, expected) => {
    expect(rowFilter([filter])(row)).toBe(expected);
  });

  it('must all hold', () => {
    const ida = { column: 'UserId', operator: '==', value: 'Ida' };
    expect(rowFilter([ida, { column: 'Count', operator: '==', value: 4 }])(row)).toBe(false);
  });

  it('are refused when a part is missing or the operator is unknown', () => {
    expect(() => rowFilter([{ column: 'UserId', operator: 'contains', value: 'i' }])).toThrow('A filter needs');
    expect(() => rowFilter([{ operator: '==', value: 'i' }])).toThrow('A filter needs');
  });
});

describe('seeds with hubs and dependents', () => {
  const seed: SeedFile = {
    people: [],
    workspaces: [
      { name: 'project-b', kind: 'Project', hub: 'Team', resourceGroup: 'projects' },
      { name: 'team', kind: 'Hub', resourceGroup: 'hubs' },
    ],
  };

  it('give a project what is its hub’s, also when the hub comes later', () => {
    expect(accountsOf(seed).map((account) => account.name)).toEqual(['teamstore']);
    const { records } = planSeed(seed);
    const ids = (type: string) => records.filter((record) => record.type === type).map((record) => record.scope);
    expect(ids('vaults')).toEqual([expect.stringMatching(/resourceGroups\/hubs\/.*\/vaults\/team-kv$/)]);
    expect(ids('insightsComponents').map((id) => id.split('/').pop())).toEqual(['team-ai', 'project-b-ai']);
    const project = records.find((record) => record.type === 'workspaces' && record.name === 'project-b');
    expect(project?.body.properties).toMatchObject({ keyVault: ids('vaults')[0] });
  });

  it('keep workspaces with data isolation apart on one account', () => {
    const workspaceId = '00000000-0000-4000-8000-0000000000aa';
    const jobs = [{ name: 'job' }];
    const isolated = { name: 'own', enableDataIsolation: true, workspaceId, storageAccount: 'shared', jobs };
    const plan = planSeed({ people: [], workspaces: [isolated, { name: 'other', storageAccount: 'shared', jobs }] });
    expect(plan.blobs.map((blob) => blob.container)).toEqual([`${workspaceId}-azureml`, 'azureml']);
    const store = plan.records.find((record) => record.type === 'datastores' && record.name === 'workspaceblobstore');
    expect(store?.body.properties).toMatchObject({ containerName: `${workspaceId}-azureml-blobstore` });
    expect(plan.shares.map((share) => share.share)).toContain(`${workspaceId}-code`);
  });

  it('are refused when the hub is missing, or is none', () => {
    const broken = (workspace: object) => () =>
      validateSeed({ people: [], workspaces: [{ name: 'plain' }, { name: 'sub', ...workspace }] });
    expect(broken({ kind: 'Project', hub: 'plain' })).toThrow('no hub has the name "plain"');
    expect(broken({ kind: 'Project' })).toThrow('a project needs a hub');
    expect(broken({ hub: 'plain' })).toThrow('only a workspace of the kind Project has a hub');
    expect(() => validateSeed({ ...seed, keyVaults: [{ name: 'one' }, { name: 'One' }] })).toThrow(
      '"one" is there twice',
    );
  });

  it('keep what describes an environment apart from its free-form properties', () => {
    const versions = [{ version: '1', properties: { image: 'reg.azurecr.io/azureml/azureml_0a', team: 'x' } }];
    const { records } = planSeed({
      people: [],
      workspaces: [{ name: 'ws', environments: [{ name: 'env', versions }] }],
    });
    const version = records.find((record) => record.type === 'environments/versions');
    expect(version?.body.properties).toMatchObject({
      image: 'reg.azurecr.io/azureml/azureml_0a',
      properties: { team: 'x' },
    });
  });
});
