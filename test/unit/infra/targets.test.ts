import { planOf } from '../../../tools/infra/deployment/plan';
import { at, dataOf, textOf } from '../../../tools/infra/deployment/value';
import { folderReader, textsBelow, type Folder } from '../../../tools/infra/folder';

const [home, away] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
const group = `/subscriptions/${home}/resourceGroups/rg-ml`;
const workspaceId = `${group}/providers/Microsoft.MachineLearningServices/workspaces/ml`;
const [account, registry] = ['Microsoft.Storage/storageAccounts/st', 'Microsoft.ContainerRegistry/registries/cr'];
const [component, logs] = ['Microsoft.Insights/components/ai', 'Microsoft.OperationalInsights/workspaces/la'];
const far = `/subscriptions/${away}/resourceGroups/rg-far/providers/Microsoft.Storage/storageAccounts/far`;
const full = {
  workspaceId,
  storageAccountIds: [`${group}/providers/${account}`, far],
  registryIds: [`${group}/providers/${registry}`],
  componentIds: [`${group}/providers/${component}`],
  logWorkspaceIds: [`${group}/providers/${logs}`],
};

describe('the grants of a target', () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = (await folderReader())(textsBelow('infra'));
  });

  /** Who is granted which role on what: `reader eraser …/st`. */
  function grantsFor(parameters: object): string[] {
    const people = { readerPrincipalId: 'the-reader', eraserPrincipalId: 'the-eraser' };
    const plan = planOf(folder, 'target.bicep', 'a test', { installation: 'test', ...people, ...parameters });
    if (!plan) throw new Error('There is no infra/target.bicep.');
    expect(plan.faults).toEqual([]);
    const made = plan.resources.filter(({ planned, existing }) => planned && !existing);
    const roles = new Map(
      made
        .filter(({ type }) => type === 'Microsoft.Authorization/roleDefinitions')
        .map(({ id, body }) => [id, textOf(at(body, 'properties', 'roleName') ?? body)?.replace(/ \(.*/, '')]),
    );
    return made
      .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
      .map(({ scope, body }) => {
        const of = (name: string) => String(dataOf(at(body, 'properties', name)));
        expect(of('principalType')).toBe('ServicePrincipal');
        const role = roles.get(of('roleDefinitionId'))?.replace('Data requests ', '');
        return `${of('principalId')}: ${role} on ${scope.split('/').slice(-2).join('/')}`;
      })
      .sort();
  }

  it('let the reader read and the eraser erase, on each thing by itself, in whatever subscription', () => {
    const both = (thing: string) => [`the-eraser: eraser on ${thing}`, `the-reader: reader on ${thing}`];
    expect(grantsFor(full)).toEqual(
      [
        ...[...both('workspaces/ml'), ...both('storageAccounts/st'), ...both('storageAccounts/far')],
        ...[...both('registries/cr'), 'the-reader: reader on components/ai', 'the-reader: reader on workspaces/la'],
        `the-reader: subscription reader on subscriptions/${home}`,
        `the-reader: subscription reader on subscriptions/${away}`,
      ].sort(),
    );
  });

  it('add what each switch is for, and nothing else', () => {
    const usual = new Set(grantsFor(full));
    const added = (parameters: object) => grantsFor({ ...full, ...parameters }).filter((grant) => !usual.has(grant));
    expect(added({ deletePermanently: true })).toEqual([
      'the-eraser: permanent eraser on storageAccounts/far',
      'the-eraser: permanent eraser on storageAccounts/st',
    ]);
    expect(added({ purgeTelemetry: true })).toEqual([
      'the-eraser: telemetry purger on components/ai',
      'the-eraser: telemetry purger on workspaces/la',
    ]);
    expect(added({ purgeVaults: true })).toEqual([
      `the-eraser: vault purger on subscriptions/${home}`,
      `the-eraser: vault purger on subscriptions/${away}`,
    ]);
    expect(added({ removeFromGroupIds: [group] })).toEqual([
      'the-eraser: workspace remover on resourceGroups/rg-ml',
      'the-reader: reader on resourceGroups/rg-ml',
    ]);
  });

  it('give the eraser nothing where nothing may be erased, whatever else is switched on', () => {
    const all = { deletePermanently: true, purgeTelemetry: true, purgeVaults: true, removeFromGroupIds: [group] };
    const granted = grantsFor({ ...full, ...all, erase: false });
    expect(granted.filter((grant) => grant.startsWith('the-eraser'))).toEqual([]);
    expect(granted).toContain('the-reader: reader on workspaces/ml');
  });

  it('need no list of a subscription', () => {
    const granted = grantsFor({ workspaceId, readSubscription: false });
    expect(granted).toEqual(['the-eraser: eraser on workspaces/ml', 'the-reader: reader on workspaces/ml']);
  });
});
