import type { Code } from '../../code';
import { made, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { at, itemsOf, textOf, type Value } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import type { CustomRole } from '../../custom-roles';
import type { Folder } from '../../folder';
import { targetsOf } from './roles';

const roleDefinition = findings('role-definition');

type Table = Readonly<Record<string, CustomRole>>;
const kinds = ['actions', 'notActions', 'dataActions'] as const;

const texts = (value: Value | undefined) => itemsOf(value).map((item) => textOf(item) ?? '');

/** Rights of a definition that its role lacks or has beyond its table. */
function rightFaults(plan: Plan, definition: PlannedResource, key: string, role: CustomRole): string[] {
  const permissions = itemsOf(at(definition.body, 'properties', 'permissions'));
  const more = key === 'reader' ? targetsOf(plan).flatMap(({ moreReadActions }) => moreReadActions ?? []) : [];
  return kinds.flatMap((kind) => {
    const given = permissions.flatMap((permission) => texts(at(permission, kind)));
    const wanted: readonly string[] = role[kind];
    const allowed = kind === 'actions' ? [...wanted, ...more] : wanted;
    const lacking = wanted.filter((action) => !given.includes(action));
    const beyond = given.filter((action) => !allowed.includes(action));
    return [
      ...(lacking.length > 0 ? [`lacks ${lacking.length} of its ${kind}, ${lacking[0]} first`] : []),
      ...(beyond.length > 0 ? [`has ${kind} that its table lacks: ${beyond.join(', ')}`] : []),
    ];
  });
}

/** Custom roles are those of infra/custom-roles.json, and can be granted in their subscription alone. */
export function definitionRules(plan: Plan, folder: Folder): Finding[] {
  const table = Object.entries((folder.json.get('custom-roles.json') ?? {}) as Table);
  return made(plan, 'Microsoft.Authorization/roleDefinitions').flatMap((definition) => {
    const roleName = textAt(definition.body, 'properties', 'roleName') ?? '';
    const [key, role] = table.find(([, { name }]) => roleName.startsWith(`${name} (`)) ?? [];
    if (!key || !role) return [roleDefinition(definition.at, `infra/custom-roles.json has no role ${roleName}`)];
    const scopes = texts(at(definition.body, 'properties', 'assignableScopes'));
    return [
      ...rightFaults(plan, definition, key, role),
      ...(scopes.length === 1 && scopes[0] === definition.scope
        ? []
        : ['must be assignable in its subscription alone']),
    ].map((fault) => roleDefinition(definition.at, `${roleName} ${fault}`));
  });
}

/** infra/custom-roles.json is what the resource types declare: `npm run docs` writes it. */
export function customRoleRules(folder: Folder, code: Code): Finding[] {
  const file = 'custom-roles.json';
  const table = (folder.json.get(file) ?? {}) as Table;
  const lines = (folder.texts.get(file) ?? '').split('\n');
  const told = (key: string, message: string) =>
    roleDefinition(
      { file, line: Math.max(1, lines.findIndex((line) => line.startsWith(`  "${key}":`)) + 1) },
      `${key} ${message} (npm run docs writes what src/resources declares)`,
    );
  const keys = new Set([...Object.keys(table), ...Object.keys(code.customRoles)]);
  return [...keys].flatMap((key) => {
    const [given, wanted] = [table[key], code.customRoles[key]];
    if (!given) return [told(key, 'is missing')];
    if (!wanted) return [told(key, 'is no role of the resource types')];
    const plain = (['name', 'description', 'identity', 'ofSubscription'] as const).filter(
      (name) => given[name] !== wanted[name],
    );
    const rights = kinds.flatMap((kind) => [
      ...wanted[kind].filter((action) => !given[kind]?.includes(action)).map((action) => `lacks the right ${action}`),
      ...(given[kind] ?? [])
        .filter((action) => !wanted[kind].includes(action))
        .map((action) => `has the right ${action}, which no type declares`),
    ]);
    return [...plain.map((name) => told(key, `has another ${name}`)), ...rights.map((message) => told(key, message))];
  });
}
