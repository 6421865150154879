import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parse } from 'yaml';
import { describeSettings, type SettingDoc } from '../../src/config/describe-settings';
import { events, type EventRow } from '../../src/config/events';
import { hostSettings, type HostSetting } from '../../src/config/host-settings';
import { queues } from '../../src/config/queues';
import { roles } from '../../src/functions/caller';
import { containers } from '../../src/storage/own-containers';
import { customRoles, type CustomRole } from './custom-roles';

/** What the app's code and the files at the root say, which the infrastructure must agree with. */
export interface Code {
  settings: readonly SettingDoc[];
  hostSettings: readonly HostSetting[];
  queues: readonly string[];
  /** What the names of the settings begin with that lead to the account with the queues. */
  connection: string;
  containers: typeof containers;
  appRoles: readonly string[];
  /** The custom roles that the resource types come to, by their keys. */
  customRoles: Readonly<Record<string, CustomRole>>;
  /** Names of the app's functions that triggers start, apart from those of Durable Functions. */
  functions: readonly string[];
  /** What the app logs for alerts to look for. */
  events: Readonly<Record<string, EventRow>>;
  /** The committed host.json; undefined where it can't be read, as the two below. */
  host: unknown;
  /** local.settings.sample.json. */
  sample: unknown;
  /** azure.yaml. */
  azd: unknown;
  /** Texts of the app's code and of the three files above, by their paths in the project. */
  texts: ReadonlyMap<string, string>;
}

/** Files at the root that the infrastructure must agree with. */
export const rootFiles = { host: 'host.json', sample: 'local.settings.sample.json', azd: 'azure.yaml' } as const;

/** Reads it from the code and from the project's root. */
export function codeAt(root: string): Code {
  const texts = new Map(
    Object.values(rootFiles).map((file) => [file as string, readFileSync(join(root, file), 'utf8')]),
  );
  for (const name of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.ts'))
      texts.set(`src/${name.split(sep).join('/')}`, readFileSync(join(root, 'src', name), 'utf8'));
  }
  return {
    settings: describeSettings(),
    hostSettings,
    queues: [queues.requests, queues.poison, queues.results],
    connection: queues.connection,
    containers,
    appRoles: Object.values(roles),
    customRoles: customRoles(),
    functions: functionsIn(texts),
    events,
    host: readable(texts, rootFiles.host, JSON.parse),
    sample: readable(texts, rootFiles.sample, JSON.parse),
    azd: readable(texts, rootFiles.azd, parse),
    texts,
  };
}

function readable(texts: ReadonlyMap<string, string>, file: string, read: (text: string) => unknown): unknown {
  try {
    return read(texts.get(file) ?? '');
  } catch {
    // A finding says so.
    return undefined;
  }
}

/** The names under which files register functions: loading them would start the app. */
function functionsIn(texts: ReadonlyMap<string, string>): string[] {
  const files = [...texts].filter(([path]) => path.startsWith('src/functions/'));
  return files.flatMap(([, text]) =>
    [...text.matchAll(/^(?:httpFunction|timerFunction|app\.\w+)\('(\w+)'/gm)].map(([, name]) => name ?? ''),
  );
}

/** The members of an object that was read; none where it is none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** What stands at a path of an object that was read. */
export function memberAt(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((within, key) => membersOf(within)[key], value);
}

/** The line of a file on which a name stands in quotes, or before a colon; 1 where it is nowhere. */
export function lineOf({ texts }: Code, file: string, name: string): number {
  const lines = (texts.get(file) ?? '').split('\n');
  const found = lines.findIndex((line) => line.includes(`"${name}"`) || line.trim().startsWith(`${name}:`));
  return Math.max(1, found + 1);
}
