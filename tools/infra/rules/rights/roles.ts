import type { BicepFile, Expression } from '../../bicep/model';
import { expressionsOf, objectIn, walk } from '../../bicep/walk';
import { byId, made, textAt } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { jsonOf, type Value } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import type { Folder } from '../../folder';
import { identities, identityOf, type Identity } from './identities';
import { ownNeeds, targetNeeds, type Need, type Target } from './role-needs';

const inlineGuid = findings('inline-guid');
const roleAssignment = findings('role-assignment');
const missingRole = findings('missing-role');
const extraRole = findings('extra-role');
const unusedRole = findings('unused-role');

const assignmentType = 'Microsoft.Authorization/roleAssignments';
const guid = /[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/i;

/** Ids are in infra/roles.json, by name: nobody can review a bare one. */
export function inlineGuidRules(file: BicepFile): Finding[] {
  const found: Finding[] = [];
  for (const { expression } of expressionsOf(file)) {
    walk(expression, (of) => {
      const texts = of.kind === 'text' ? of.parts.filter((part) => typeof part === 'string') : [];
      const text = of.kind === 'literal' ? String(of.value) : texts.join('');
      if (guid.test(text))
        found.push(inlineGuid(of.at, 'an id stands here: name it in infra/roles.json and load that'));
    });
  }
  return found;
}

type Body = Extract<Expression, { kind: 'object' }>;

/** An expression without its places, to compare. */
const plain = (of: Expression | undefined) =>
  JSON.stringify(of, (key, value: unknown) => (key === 'at' ? undefined : value));

function propertyOf(of: Expression | undefined, name: string): Expression | undefined {
  return of?.kind === 'object' ? of.properties.find((one) => one.name === name)?.value : undefined;
}

/** What the id of a scope is written as: `account.id`, or that of the group or subscription that is deployed to. */
function scopeOfId(of: Expression | undefined): string | undefined {
  if (of?.kind === 'call' && of.name === 'toLower') return scopeOfId(of.arguments[0]);
  if (of?.kind !== 'member' || of.name !== 'id') return undefined;
  return of.of.kind === 'name' ? of.of.name : of.of.kind === 'call' ? `${of.of.name}()` : undefined;
}

/** Whether an assignment is named by its own scope, principal and role: another one could have any other name. */
function isNamedForIt(body: Body): boolean {
  const name = propertyOf(body, 'name');
  if (name?.kind !== 'call' || name.name !== 'guid' || name.arguments.length !== 3) return false;
  const [scope, principal, role] = name.arguments;
  const own = propertyOf(body, 'scope');
  const properties = propertyOf(body, 'properties');
  const scopes = own ? (own.kind === 'name' ? [own.name] : []) : ['resourceGroup()', 'subscription()'];
  return (
    scopes.includes(scopeOfId(scope) ?? '') &&
    plain(principal) === plain(propertyOf(properties, 'principalId')) &&
    plain(propertyOf(properties, 'roleDefinitionId'))?.includes(plain(role) ?? '-') === true
  );
}

/** Assignments say what kind of principal they are for, and have a name that is the same with each deployment. */
export function assignmentRules(file: BicepFile): Finding[] {
  return file.resources.flatMap((resource) => {
    const body = resource.type === assignmentType && !resource.existing && objectIn(resource.body);
    if (!body) return [];
    const property = (name: string) => body.properties.find((one) => one.name === name)?.value;
    const properties = property('properties');
    const kind =
      properties?.kind === 'object' && properties.properties.find(({ name }) => name === 'principalType')?.value;
    const found: Finding[] = [];
    if (!kind || kind.kind !== 'literal' || kind.value !== 'ServicePrincipal') {
      const why = 'a new identity may not be known everywhere yet';
      found.push(roleAssignment(resource.at, `${resource.name} needs principalType 'ServicePrincipal': ${why}`));
    }
    if (!isNamedForIt(body)) {
      found.push(
        roleAssignment(
          resource.at,
          `${resource.name} must be named guid(scope, principal, role) of its own: no other has it`,
        ),
      );
    }
    return found;
  });
}

/** Keys of roles by the last part of their ids: those of infra/roles.json, and the custom ones that the plan makes. */
function roleKeys(plan: Plan, folder: Folder): Map<string, string> {
  const builtIn = Object.entries((folder.json.get('roles.json') ?? {}) as Record<string, { id: string }>);
  const custom = Object.entries((folder.json.get('custom-roles.json') ?? {}) as Record<string, { name: string }>);
  const keys = new Map(builtIn.map(([key, { id }]) => [id, key]));
  for (const definition of made(plan, 'Microsoft.Authorization/roleDefinitions')) {
    const roleName = textAt(definition.body, 'properties', 'roleName') ?? '';
    const key = custom.find(([, { name }]) => roleName.startsWith(`${name} (`))?.[0];
    if (key) keys.set(definition.name, key);
  }
  return keys;
}

/** Who a principal id is: one of the app's identities, in main.bicep or as a parameter of target.bicep. */
function holder(plan: Plan, principal: string, given: Readonly<Record<string, unknown>>): Identity | undefined {
  const named = identities.find((identity) => given[`${identity}PrincipalId`] === principal);
  return identityOf(plan, principal, 'principalId') ?? named;
}

interface Grant {
  identity?: Identity;
  role?: string;
  on: string;
  resource: PlannedResource;
}

function grantsIn(plan: Plan, folder: Folder): Grant[] {
  const keys = roleKeys(plan, folder);
  return made(plan, assignmentType).map((resource) => {
    const id = textAt(resource.body, 'properties', 'roleDefinitionId') ?? '';
    const role =
      /^\/subscriptions\/[^/]+\/providers\/Microsoft\.Authorization\/roleDefinitions\/([^/]+)$/.exec(id)?.[1] ?? '';
    const principal = textAt(resource.body, 'properties', 'principalId') ?? '';
    return { identity: holder(plan, principal, plan.parameters), role: keys.get(role), on: resource.scope, resource };
  });
}

/** The targets of a plan: the parameter of main.bicep, or the one that target.bicep's parameters are. */
export function targetsOf(plan: Plan): Target[] {
  const { targets, workspaceId } = plan.parameters;
  if (Array.isArray(targets)) return targets as Target[];
  return typeof workspaceId === 'string' ? [{ ...plan.parameters, workspaceId }] : [];
}

const is = (need: Need, grant: Grant) =>
  need.identity === grant.identity && need.role === grant.role && need.on.toLowerCase() === grant.on.toLowerCase();

/** Each identity has the roles that it needs where it needs them, and no other. */
export function roleRules(plan: Plan, folder: Folder, requestQueue: string): Finding[] {
  const grants = grantsIn(plan, folder);
  const needs = [...ownNeeds(plan, requestQueue), ...targetsOf(plan).flatMap(targetNeeds)];
  const found: Finding[] = [];
  for (const { identity, role, on, resource } of grants) {
    if (!identity) found.push(roleAssignment(resource.at, `${resource.symbol} is for none of the app's identities`));
    else if (!role) found.push(roleAssignment(resource.at, `${resource.symbol} grants a role that no table has`));
    else if (!needs.some((need) => is(need, { identity, role, on, resource }))) {
      found.push(extraRole(resource.at, `${identity} doesn't need ${role} on ${shortId(plan, on)}: remove it`));
    }
  }
  const [first] = grants;
  for (const need of needs) {
    if (grants.some((grant) => is(need, grant))) continue;
    const at = byId(plan, need.on)?.at ?? first?.resource.at ?? { file: 'main.bicep', line: 1 };
    found.push(missingRole(at, `${need.identity} needs ${need.role} on ${need.what}: ${need.why}`));
  }
  return found;
}

function shortId(plan: Plan, id: string): string {
  return byId(plan, id)?.symbol ?? id;
}

/** Roles of the table that no deployment grants. */
export function unusedRoleRules(plans: readonly Plan[], folder: Folder): Finding[] {
  const values = plans.flatMap((plan) => made(plan, assignmentType).map(({ body }): Value => body));
  const granted = JSON.stringify(values.map(jsonOf));
  const table = Object.entries((folder.json.get('roles.json') ?? {}) as Record<string, { id: string }>);
  return table
    .filter(([, { id }]) => !granted.includes(id))
    .map(([key]) => unusedRole({ file: 'roles.json', line: 1 }, `${key} is granted nowhere: remove it`));
}
