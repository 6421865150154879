import type { BindingInfo, RegisteredFunction } from './contract';

/** What this host can trigger and bind, by binding type in lower case. */
const supported: Record<string, readonly BindingInfo['direction'][]> = {
  httptrigger: ['in'],
  queuetrigger: ['in'],
  timertrigger: ['in'],
  orchestrationtrigger: ['in'],
  activitytrigger: ['in'],
  durableclient: ['in'],
  http: ['out'],
  queue: ['out'],
};

/** The binding that triggers a function. */
export function triggerOf(fn: RegisteredFunction): BindingInfo {
  const triggers = Object.values(fn.bindings).filter(({ type }) => /trigger$/i.test(type));
  if (triggers.length !== 1 || !triggers[0]) throw new Error(`Function '${fn.name}' must have exactly one trigger.`);
  return triggers[0];
}

/** True when the function's trigger is of this type. */
export function isTriggeredBy(fn: RegisteredFunction, type: string): boolean {
  return triggerOf(fn).type.toLowerCase() === type.toLowerCase();
}

/** Throws an error that names the function and the binding if this host can't honour it. */
export function checkBindings(fn: RegisteredFunction): void {
  triggerOf(fn);
  for (const binding of Object.values(fn.bindings)) {
    const refuse = (what: string) => {
      throw new Error(`Function '${fn.name}': ${what} is not supported by this host.`);
    };
    const directions = supported[binding.type.toLowerCase()];
    if (!directions) refuse(`the binding type '${binding.type}'`);
    if (!directions?.includes(binding.direction)) refuse(`'${binding.type}' with direction '${binding.direction}'`);
    const binary = binding['dataType'] === 'binary' && binding.type.toLowerCase() === 'queuetrigger';
    if (binding['dataType'] !== undefined && binding['dataType'] !== 'string' && !binary) {
      refuse(`dataType '${JSON.stringify(binding['dataType'])}' of '${binding.name}'`);
    }
    if (binding.type.toLowerCase() === 'queue' && /[{}]/.test(textProperty(binding, 'queueName') ?? '')) {
      refuse('a binding expression in queueName');
    }
  }
}

/** A property of a binding that must be text when present. */
export function textProperty(binding: BindingInfo, property: string): string | undefined {
  const value = binding[property];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Error(`Binding '${binding.name}': '${property}' must be a string.`);
  return value;
}
