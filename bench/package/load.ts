/**
 * Loads an app as the Functions worker does, in a process that does nothing else, and prints how many functions it
 * registered, how many milliseconds after the start of the process, and what that took.
 */
import { createRequire } from 'node:module';
import { Disposable, provideCoreModule, type ProgrammingModel } from '../../local/host/worker/core-module';
import type { Loaded } from './main';

const [file = ''] = process.argv.slice(2);
let model: ProgrammingModel | undefined;
let functions = 0;

provideCoreModule({
  ...{ version: '3.13.0', hostVersion: '4.1040.0', Disposable },
  registerFunction() {
    functions += 1;
    return new Disposable(() => undefined);
  },
  registerHook: () => new Disposable(() => undefined),
  setProgrammingModel: (chosen) => (model = chosen),
  getProgrammingModel: () => model,
  log: () => undefined,
});
createRequire(__filename)(file);

const { user, system } = process.cpuUsage();
const loaded: Loaded = {
  ...{ functions, ms: performance.now(), cpuMs: (user + system) / 1_000 },
  megabytes: process.memoryUsage().rss / 1e6,
};
console.log(JSON.stringify(loaded));
process.exit(0);
