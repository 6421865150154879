import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings, type SettingDoc } from '../../src/config/describe-settings';
import { events, type EventRow } from '../../src/config/events';
import { hostSettings, type HostSetting } from '../../src/config/host-settings';
import { queues } from '../../src/config/queues';
import { roles } from '../../src/functions/caller';
import { containers } from '../../src/storage/own-containers';

/** What the app's code and the files at the root say, which the infrastructure must agree with. */
export interface Code {
  settings: readonly SettingDoc[];
  hostSettings: readonly HostSetting[];
  queues: readonly string[];
  containers: typeof containers;
  appRoles: readonly string[];
  /** Names of the app's functions that triggers start, apart from those of Durable Functions. */
  functions: readonly string[];
  /** What the app logs for alerts to look for. */
  events: Readonly<Record<string, EventRow>>;
  /** The committed host.json. */
  host: unknown;
  /** Values of local.settings.sample.json. */
  sample: Record<string, string>;
  /** Names of the services in azure.yaml. */
  services: readonly string[];
}

/** Reads it from the code and from the project's root. */
export function codeAt(root: string): Code {
  const text = (file: string) => readFileSync(join(root, file), 'utf8');
  const { Values } = JSON.parse(text('local.settings.sample.json')) as { Values: Record<string, string> };
  const services = /^services:\n((?: .*\n|\n)*)/m.exec(text('azure.yaml'))?.[1] ?? '';
  return {
    settings: describeSettings(),
    hostSettings,
    queues: [queues.requests, queues.poison, queues.results],
    containers,
    appRoles: Object.values(roles),
    functions: functionsBelow(join(root, 'src/functions')),
    events,
    host: JSON.parse(text('host.json')),
    sample: Values,
    services: [...services.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name ?? ''),
  };
}

/** The names under which files register functions: loading them would start the app. */
function functionsBelow(folder: string): string[] {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return files.flatMap((text) =>
    [...text.matchAll(/^(?:httpFunction|timerFunction|app\.\w+)\('(\w+)'/gm)].map(([, name]) => name ?? ''),
  );
}
