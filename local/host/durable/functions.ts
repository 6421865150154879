import type { BindingInfo, Invoker, RegisteredFunction } from '../contract';

/** The kinds of functions that the engine runs. */
export type DurableKind = 'activity' | 'orchestrator';

const triggers: Record<DurableKind, string> = {
  activity: 'activitytrigger',
  orchestrator: 'orchestrationtrigger',
};

/** The trigger binding of a function of this kind; undefined for other functions. */
export function triggerOf(fn: RegisteredFunction, kind: DurableKind): BindingInfo | undefined {
  return Object.values(fn.bindings).find((binding) => binding.type.toLowerCase() === triggers[kind]);
}

/** Finds a function by its name, which is compared without case. */
export function findFunction(invoker: Invoker, kind: DurableKind, name: string): RegisteredFunction | undefined {
  return invoker
    .functions()
    .find((fn) => fn.name.toLowerCase() === name.toLowerCase() && triggerOf(fn, kind) !== undefined);
}

/** Throws, as the Durable extension does when something that doesn't exist is called. */
export function requireFunction(invoker: Invoker, kind: DurableKind, name: string): void {
  if (findFunction(invoker, kind, name) === undefined) throw new UnknownFunctionError(kind, name);
}

/** There is no such orchestrator or activity. */
export class UnknownFunctionError extends Error {
  constructor(kind: DurableKind, name: string) {
    super(`The function '${name}' doesn't exist, is disabled, or is not an ${kind} function.`);
  }
}

/** Throws an error that names the function if a function uses something of Durable Functions that isn't there. */
export function refuseUnsupportedFunctions(functions: RegisteredFunction[], hubName: string): void {
  for (const fn of functions) {
    for (const binding of Object.values(fn.bindings)) {
      const type = binding.type.toLowerCase();
      if (type === 'entitytrigger') {
        throw new Error(`Function '${fn.name}' has an entityTrigger: the embedded host does not support entities.`);
      }
      if (type !== 'durableclient' && type !== 'orchestrationclient') continue;
      const { taskHub, connectionName } = binding;
      if (typeof taskHub === 'string' && taskHub.toLowerCase() !== hubName.toLowerCase()) {
        throw new Error(
          `Function '${fn.name}' asks for task hub '${taskHub}': the embedded host has only '${hubName}'.`,
        );
      }
      if (connectionName !== undefined) {
        throw new Error(
          `Function '${fn.name}' sets connectionName of its durable client: the embedded host has only one hub.`,
        );
      }
    }
  }
}
