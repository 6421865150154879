import { Disposable, type HookCallback } from './core-module';

const names = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
/** The lifecycle hooks that an app can register. */
export type HookName = (typeof names)[number];

/** The app's hooks, in the order of their registration. */
export interface Hooks {
  register(name: string, callback: HookCallback): Disposable;
  /** Runs them one after another; the first that throws ends it, as in the Node worker. */
  run(name: Exclude<HookName, 'log'>, context: object): Promise<void>;
  /** Log hooks are synchronous. */
  runLog(context: object): void;
  /** A hook context: its `hookData` is of one scope, `appHookData` is shared by all. */
  context<T extends object>(hookData: object, members: T): T & { hookData: object; appHookData: object };
}

/** Makes an empty set of hooks. */
export function createHooks(): Hooks {
  const hooks = new Map<HookName, HookCallback[]>(names.map((name) => [name, []]));
  const appHookData = {};
  return {
    register(name, callback) {
      const list = hooks.get(name as HookName);
      // The SDK recognises an unknown hook by this error's type.
      if (!list) {
        throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
      }
      list.push(callback);
      return new Disposable(() => list.splice(list.indexOf(callback), 1));
    },
    async run(name, context) {
      for (const hook of hooks.get(name) ?? []) await hook(context);
    },
    runLog(context) {
      for (const hook of hooks.get('log') ?? []) void hook(context);
    },
    context: (hookData, members) =>
      Object.defineProperties(members, {
        hookData: { value: hookData, enumerable: true },
        appHookData: { value: appHookData, enumerable: true },
      }) as typeof members & { hookData: object; appHookData: object },
  };
}
