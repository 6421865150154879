import { made, textAt } from '../deployment/find';
import type { Plan } from '../deployment/planned';
import { at, itemsOf, textOf, type Value } from '../deployment/value';
import { findings, type Finding } from '../finding';
import type { Folder } from '../folder';

const roleDefinition = findings('role-definition');

interface CustomRole {
  name: string;
  actions: string[];
  dataActions: string[];
}

const texts = (value: Value | undefined) => itemsOf(value).map((item) => textOf(item) ?? '');

/** Custom roles are those of infra/custom-roles.json, and can be granted in their subscription alone. */
export function definitionRules(plan: Plan, folder: Folder): Finding[] {
  const table = Object.values((folder.json.get('custom-roles.json') ?? {}) as Record<string, CustomRole>);
  return made(plan, 'Microsoft.Authorization/roleDefinitions').flatMap((definition) => {
    const roleName = textAt(definition.body, 'properties', 'roleName') ?? '';
    const role = table.find(({ name }) => roleName.startsWith(`${name} (`));
    if (!role) return [roleDefinition(definition.at, `infra/custom-roles.json has no role ${roleName}`)];
    const permissions = itemsOf(at(definition.body, 'properties', 'permissions'));
    const given = (kind: string) => permissions.flatMap((permission) => texts(at(permission, kind)));
    const lacks = [
      ...role.actions.filter((action) => !given('actions').includes(action)),
      ...role.dataActions.filter((action) => !given('dataActions').includes(action)),
    ];
    const more = given('dataActions').filter((action) => !role.dataActions.includes(action));
    const scopes = texts(at(definition.body, 'properties', 'assignableScopes'));
    return [
      ...(lacks.length > 0 ? [`lacks ${lacks.length} of its actions`] : []),
      ...(more.length > 0 ? [`has data actions that its table lacks`] : []),
      ...(scopes.length === 1 && scopes[0] === definition.scope
        ? []
        : ['must be assignable in its subscription alone']),
    ].map((fault) => roleDefinition(definition.at, `${roleName} ${fault}`));
  });
}
