import type { Plan, PlannedResource } from './planned';
import { at, jsonOf, textOf, type Entry, type Value } from './value';

/** The resources of a type that a plan makes. */
export function made(plan: Plan, type: string): PlannedResource[] {
  return plan.resources.filter((resource) => resource.type === type && !resource.existing);
}

/** What the app is told in its settings; empty where the plan sets none. */
export function settingsIn(plan: Plan): ReadonlyMap<string, Entry> {
  const config = made(plan, 'Microsoft.Web/sites/config').find(({ name }) => name.endsWith('/appsettings'));
  const properties = config && at(config.body, 'properties');
  return properties?.kind === 'object' ? properties.entries : new Map<string, Entry>();
}

/** The text of one setting. */
export function settingIn(plan: Plan, name: string): string | undefined {
  const value = settingsIn(plan).get(name)?.value;
  return value && textOf(value);
}

/** The accounts of the plan: that with the queue of the requests, and that of the host. */
export function accountsIn(plan: Plan, queue: string): { requests?: PlannedResource; host?: PlannedResource } {
  const accounts = made(plan, 'Microsoft.Storage/storageAccounts');
  const named = made(plan, 'Microsoft.Storage/storageAccounts/queueServices/queues').find(({ name }) =>
    name.endsWith(`/${queue}`),
  );
  const requests = accounts.find(({ name }) => named?.name.startsWith(`${name}/`));
  return { requests, host: accounts.find((account) => account !== requests) };
}

/** How a value says a property of a resource that only Azure knows. */
export function propertyText({ type, name }: PlannedResource, path: string): string {
  return `<${type} ${name}>.${path}`;
}

/** The resource with an id. */
export function byId(plan: Plan, id: string): PlannedResource | undefined {
  return plan.resources.find((resource) => resource.id.toLowerCase() === id.toLowerCase());
}

/** A text at a path of a resource's object. */
export function textAt(value: Value, ...path: string[]): string | undefined {
  const found = at(value, ...path);
  return found && textOf(found);
}

/** The value that a parameter has in a plan, given or by default. */
export function inputOf(plan: Plan, parameter: string): unknown {
  const value = plan.inputs.get(parameter);
  return value && jsonOf(value);
}
