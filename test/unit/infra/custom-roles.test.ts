import { readFileSync } from 'node:fs';
import { resourceTypes } from '../../../src/resources/registry';
import { customRoles } from '../../../tools/infra/custom-roles';
import { azureActions } from './azure-actions';

const roles = customRoles();
const all = Object.entries(roles);
const every = (kind: 'actions' | 'dataActions') => new Set(all.flatMap(([, role]) => role[kind]));

describe('the custom roles', () => {
  it.each(all)('%s names only what Azure lists, each as the kind of right that it is', (_key, role) => {
    expect(role.actions.filter((name) => !azureActions.actions.has(name))).toEqual([]);
    expect(role.dataActions.filter((name) => !azureActions.dataActions.has(name))).toEqual([]);
  });

  it('refuse the reading identity secrets that come with a read, whatever wildcard a deployment adds', () => {
    expect(roles.reader?.notActions.map((name) => name.split('/workspaces/')[1])).toEqual([
      ...['listNotebookAccessToken/read', 'listNotebookKeys/read', 'metadata/secrets/read'],
    ]);
    expect(roles.reader?.notActions.filter((name) => !azureActions.actions.has(name))).toEqual([]);
  });

  it('hold all that the types declare', () => {
    const full = (name: string) =>
      name.startsWith('Microsoft.') ? name : `Microsoft.MachineLearningServices/workspaces/${name}`;
    const declared = resourceTypes.flatMap(({ permissions }) => [...permissions.read, ...permissions.erase].map(full));
    const data = resourceTypes.flatMap(({ permissions: { data } }) => [...(data?.read ?? []), ...(data?.erase ?? [])]);
    expect(declared.filter((name) => !every('actions').has(name))).toEqual([]);
    expect(data.filter((name) => !every('dataActions').has(name))).toEqual([]);
  });

  it('let the reading identity change nothing', () => {
    const reading = all.filter(([, { identity }]) => identity === 'reader').map(([, role]) => role);
    const rights = reading.flatMap(({ actions, dataActions }) => [...actions, ...dataActions]);
    // Reading a file past its own permissions, and the logs of a deployment, are actions.
    const allowed = /\/(read|getlogs\/action|readFileBackupSemantics\/action)$/;
    expect(rights.filter((name) => !allowed.test(name))).toEqual([]);
  });

  it('keep what takes more than the contents of a workspace apart from the rest', () => {
    const { eraser, workspaceRemover } = roles;
    const whole =
      /^Microsoft\.(MachineLearningServices\/workspaces(\/hubs|\/featurestores)?|\w+\/(vaults|registries|components|storageAccounts|workspaces))\/delete$/;
    expect(eraser?.actions.filter((name) => whole.test(name))).toEqual([]);
    expect(workspaceRemover?.actions.filter((name) => !whole.test(name))).toEqual([]);
    const extra = /purge|permanentDelete/;
    expect([...(eraser?.actions ?? []), ...(eraser?.dataActions ?? [])].filter((name) => extra.test(name))).toEqual([]);
  });

  it('have no wildcards, no keys, no secrets and no rights over rights', () => {
    const forbidden = /\*|keys|secret|token|roleAssignments|roleDefinitions|locks\/(write|delete)/i;
    expect([...every('actions'), ...every('dataActions')].filter((name) => forbidden.test(name))).toEqual([]);
  });

  it('are each granted by Bicep', () => {
    const granting = ['target', 'grant-subscription', 'grant-workspace']
      .map((name) => readFileSync(`infra/modules/access/${name}.bicep`, 'utf8'))
      .join('\n');
    expect(all.map(([key]) => key).filter((key) => !granting.includes(`'${key}'`))).toEqual([]);
  });
});
