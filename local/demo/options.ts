import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from './user-error';

/** The folder of package.json, seen from the compiled file. */
const project = join(__dirname, '../../..');

/** The seed that demo and start use unless told. */
export const defaultSeed = join(project, 'seeds/contoso.json');

/** What the demo was asked to do; all paths are absolute. */
export interface DemoOptions {
  seed: string;
  /** File of the request; without one, it is made for the first person of the seed. */
  request: string | undefined;
  out: string;
  /** Folder of the app; what the build made, if undefined. */
  app: string | undefined;
  /** Whether the demo's approver names what is in use, so that it goes too. */
  approveInUse: boolean;
  json: boolean;
}

/** How the demo is called. */
export const demoUsage = `Usage: npm run demo [-- --seed FILE --request FILE --out DIR --app DIR --approve-in-use --json]

  --seed FILE       what the emulated workspaces hold (default: seeds/contoso.json)
  --request FILE    the data request (default: export and erase one person of the seed)
  --out DIR         where certificate, plan and package go (default: demo-out)
  --app DIR         the app, such as an unpacked release (default: dist/app)
  --approve-in-use  the approval names everything that is in use, so that it goes too
  --json            one JSON summary on standard output, everything else on standard error
  --help            this text

Requests to try are in seeds/requests: those that begin with fabrikam go with --seed seeds/fabrikam.json.

Exit code: 0 completed, 2 completed with gaps, 1 anything else.`;

/** Reads the command line of the demo; undefined when only help is wanted. Throws UserError. */
export function demoOptions(args: readonly string[]): DemoOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const help = { ...flag, short: 'h' };
  const values = parse(args, {
    seed: text,
    request: text,
    out: text,
    app: text,
    'approve-in-use': flag,
    json: flag,
    help,
  });
  if (values.help) return undefined;
  const seed = resolve(values.seed ?? defaultSeed);
  return {
    seed,
    request: values.request === undefined ? requestBeside(seed) : resolve(values.request),
    out: resolve(values.out ?? 'demo-out'),
    app: values.app === undefined ? undefined : resolve(values.app),
    approveInUse: values['approve-in-use'] ?? false,
    json: values.json ?? false,
  };
}

/** The request about a person that lies with a shipped seed: `requests/<name of the seed>-person.json`. */
function requestBeside(seed: string): string | undefined {
  const file = join(dirname(seed), 'requests', `${basename(seed, '.json')}-person.json`);
  return existsSync(file) ? file : undefined;
}

/** What start was asked to do; all paths are absolute. */
export interface StartOptions {
  seed: string;
  port: number;
  dir: string;
  noHost: boolean;
  /** Where settings for another host are written; with noHost only. */
  settings: string;
}

/** How start is called. */
export const startUsage = `Usage: npm start [-- --seed FILE --port N --dir DIR --no-host --settings FILE]

  --seed FILE      what the emulated workspaces hold (default: seeds/contoso.json)
  --port N         port of the app (default: 7071; a free one if it is taken)
  --dir DIR        folder for all state and logs, kept between runs (default: .local)
  --no-host        start storage and emulator only, and write the settings for another Functions host
  --settings FILE  where to write them (default: local.settings.json in the folder of --dir)
  --help           this text`;

/** Reads the command line of start; undefined when only help is wanted. Throws UserError. */
export function startOptions(args: readonly string[]): StartOptions | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const help = { ...flag, short: 'h' };
  const values = parse(args, { seed: text, port: text, dir: text, 'no-host': flag, settings: text, help });
  if (values.help) return undefined;
  const port = Number(values.port ?? 7071);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UserError('--port must be 0 to 65535.');
  if (values.settings !== undefined && !values['no-host']) throw new UserError('--settings goes with --no-host.');
  const dir = resolve(values.dir ?? '.local');
  return {
    ...{ seed: resolve(values.seed ?? defaultSeed), port, dir },
    noHost: values['no-host'] ?? false,
    settings: resolve(values.settings ?? join(dir, 'local.settings.json')),
  };
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parse<T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\nSee --help.`);
  }
}
