import type { Place } from '../../bicep/model';
import type { Code } from '../../code';
import { findings, type Finding } from '../../finding';
import { nearest } from '../../nearest';

const setting = findings('setting');
const ownName = findings('own-name');
const eventName = findings('event-name');

/** What code must not say by itself, because the infrastructure is compared with the tables of src/config alone. */
const bypasses: readonly { pattern: RegExp; within: RegExp; make: typeof setting; message: string }[] = [
  {
    pattern: /process\.env\s*(\?\.|\.|\[)\s*['"`]?\w+|\}\s*=\s*process\.env/g,
    within: /^src\//,
    make: setting,
    message: 'reads a setting by its name: put it into a table of src/config/groups, which checks and documents it',
  },
  {
    pattern: /process\.env/g,
    within: /^src\/(?!config\/)/,
    make: setting,
    message: 'reads settings beside src/config: use settings()',
  },
  {
    pattern: /\bqueueName:\s*(?!\s|queues\.)/g,
    within: /^src\//,
    make: ownName,
    message: 'names a queue by itself: take it from src/config/queues.ts',
  },
  {
    pattern: /\bqueueTrigger'(?!.*\bqueueName: queues\.requests\b)/g,
    within: /^src\/functions\//,
    make: ownName,
    message: 'waits for another queue than that of the requests',
  },
  {
    pattern: /\bqueueName:.*\bconnection:\s*(?!\s|queues\.connection\b)/g,
    within: /^src\//,
    make: ownName,
    message: 'names a connection by itself: take it from src/config/queues.ts',
  },
  {
    pattern: /\b(new Documents|ownContainer|getContainerClient)\(\s*['"`]/g,
    within: /^src\//,
    make: ownName,
    message: 'names a container by itself: take it from src/storage/own-containers.ts',
  },
  {
    pattern: /\bschedule:\s*(?!\s|string\b|['"`]%)/g,
    within: /^src\/functions\//,
    make: setting,
    message: 'a schedule is the name of a setting between per cents',
  },
];

function placesOf(pattern: RegExp, path: string, text: string): Place[] {
  return [...text.matchAll(pattern)].map(({ index }) => ({
    file: path,
    line: text.slice(0, index).split('\n').length,
  }));
}

function sources({ texts }: Code): [path: string, text: string][] {
  return [...texts].filter(([path]) => path.startsWith('src/'));
}

/** Settings that bindings name: each timer has its own, and the deployment always sets it. */
function boundSettings(code: Code): Finding[] {
  const always = code.settings.filter(({ provision }) => provision === 'always').map(({ name }) => String(name));
  const seen = new Set<string>();
  return sources(code).flatMap(([path, text]) => {
    const timers = [...text.matchAll(/\btimerFunction\(\s*'\w+',\s*'(\w+)'/g)];
    const written = path.startsWith('src/functions/') ? [...text.matchAll(/['"`]%(\w+)%['"`]/g)] : [];
    return [...timers, ...written].flatMap(({ 1: name = '', index }) => {
      const at = { file: path, line: text.slice(0, index).split('\n').length };
      const twice = seen.has(name);
      seen.add(name);
      if (twice) return [setting(at, `${name} is the schedule of another timer`)];
      const similar = nearest(name, always);
      const meant = similar ? `: did you mean ${similar}?` : '';
      return always.includes(name) ? [] : [setting(at, `${name} is no setting that is always set${meant}`)];
    });
  });
}

/** What the code reaches its queues by: a connection whose settings are in the tables. */
function connection({ connection: prefix, settings, hostSettings }: Code): Finding[] {
  const names = [...settings, ...hostSettings].map(({ name }) => String(name));
  const at = { file: 'src/config/queues.ts', line: 1 };
  return ['queueServiceUri', 'credential', 'clientId']
    .filter((part) => !names.includes(`${prefix}__${part}`))
    .map((part) => setting(at, `${prefix}__${part} is in no table of settings (src/config)`));
}

/** Queues and containers that are made for the code are used by it. */
function idle(code: Code): Finding[] {
  const all = sources(code)
    .map(([, text]) => text)
    .join('\n');
  const names = [
    ...['requests', 'poison', 'results'].map((key) => `queues.${key}`),
    ...Object.keys(code.containers).map((key) => `containers.${key}`),
  ];
  return names
    .filter((name) => !new RegExp(`\\b${name.replace('.', '\\.')}\\b`).test(all))
    .map((name) => ownName({ file: 'src', line: 1 }, `no code uses ${name}, which infra/ makes`));
}

/** Events that alerts look for are raised somewhere. */
function raised(code: Code): Finding[] {
  const all = sources(code)
    .map(([, text]) => text)
    .join('\n');
  return Object.entries(code.events)
    .filter(([name, { alert }]) => alert && !new RegExp(`\\braise\\(\\s*[\\w.]+,\\s*'${name}'`).test(all))
    .map(([name, { alert }]) =>
      eventName(
        { file: 'src/config/events.ts', line: 1 },
        `nothing raises ${name}: the alert ${alert} would never come`,
      ),
    );
}

/** The app's code goes by the tables that the infrastructure is compared with. */
export function sourceRules(code: Code): Finding[] {
  const around = sources(code).flatMap(([path, text]) =>
    bypasses
      .filter(({ within }) => within.test(path))
      .flatMap(({ pattern, make, message }) => placesOf(pattern, path, text).map((at) => make(at, message))),
  );
  return [...around, ...boundSettings(code), ...connection(code), ...idle(code), ...raised(code)];
}
