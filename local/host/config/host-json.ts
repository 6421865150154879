import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLevels } from '../logger';
import { substitute, type Settings } from './settings';
import { parseTimeSpan } from './time-span';

/** What the host uses of host.json, with the Functions host's defaults. Times are milliseconds. */
export interface HostJson {
  /** Infinity for `-1`. */
  functionTimeout: number;
  logLevels: LogLevels;
  routePrefix: string;
  customHeaders: Record<string, string>;
  queues: QueueOptions;
  durableTask: Record<string, unknown>;
  /** Parts of host.json that have no effect here; for one warning at start. */
  ignored: string[];
}

/** `extensions.queues` of host.json. */
export interface QueueOptions {
  batchSize: number;
  newBatchThreshold: number;
  maxDequeueCount: number;
  /** How long a message stays hidden after a failure; not the lease while it is processed. */
  visibilityTimeout: number;
  maxPollingInterval: number;
  messageEncoding: 'base64' | 'none';
}

type Json = Record<string, unknown>;
const overridePrefix = /^AzureFunctionsJobHost(__|:)/i;

/** Reads host.json with its `%SETTING%` names and `AzureFunctionsJobHost__a__b` overrides applied. */
export function readHostJson(appDir: string, settings: Settings): HostJson {
  return parseHostJson(JSON.parse(readFileSync(join(appDir, 'host.json'), 'utf8')) as Json, settings);
}

/** Interprets a parsed host.json; throws an error that names the first part which this host can't honour. */
export function parseHostJson(content: Json, settings: Settings): HostJson {
  const root = new Section('host.json', substitute(applyOverrides(content, settings), settings, 'host.json'));
  if (root.take('version') !== '2.0') throw new Error('host.json: \'version\' must be "2.0".');
  root.refuse('functions', 'customHandler', 'retry', 'concurrency', 'singleton');
  const extensions = root.section('extensions');
  const http = extensions.section('http');
  http.refuse('hsts', 'maxOutstandingRequests', 'maxConcurrentRequests');
  const queues = extensions.section('queues');
  const logging = root.section('logging');
  const batchSize = queues.number('batchSize', 16, 1, 32);
  const encoding = queues.text('messageEncoding', 'base64').toLowerCase();
  if (encoding !== 'base64' && encoding !== 'none') {
    throw new Error("host.json: 'extensions.queues.messageEncoding' must be base64 or none.");
  }
  const result: HostJson = {
    functionTimeout: root.text('functionTimeout', '00:30:00') === '-1' ? Infinity : root.span('functionTimeout', 1800),
    logLevels: (logging.take('logLevel') as LogLevels | undefined) ?? {},
    routePrefix: http.text('routePrefix', 'api').replace(/^\/+|\/+$/g, ''),
    customHeaders: (http.take('customHeaders') as Record<string, string> | undefined) ?? {},
    queues: {
      batchSize,
      newBatchThreshold: queues.number('newBatchThreshold', Math.floor(batchSize / 2), 0, 1000),
      maxDequeueCount: queues.number('maxDequeueCount', 5, 1, 1000),
      visibilityTimeout: queues.span('visibilityTimeout', 0),
      maxPollingInterval: Math.max(100, queues.span('maxPollingInterval', 60)),
      messageEncoding: encoding,
    },
    durableTask: (extensions.take('durableTask') as Json | undefined) ?? {},
    ignored: [],
  };
  for (const name of ['functionTimeout', 'extensionBundle']) root.take(name);
  result.ignored = [root, extensions, http, queues, logging].flatMap((section) => section.rest());
  return result;
}

/** One object of host.json; remembers what was read, so that the rest can be named. */
class Section {
  readonly #read = new Set<string>();
  constructor(
    private readonly path: string,
    private readonly values: Json,
  ) {}

  take(name: string): unknown {
    this.#read.add(name);
    return this.values[name];
  }

  section(name: string): Section {
    return new Section(`${this.path}:${name}`, (this.take(name) ?? {}) as Json);
  }

  text(name: string, standard: string): string {
    const value = this.take(name) ?? standard;
    if (typeof value !== 'string') throw new Error(`${this.path}: '${name}' must be a string.`);
    return value;
  }

  number(name: string, standard: number, least: number, most: number): number {
    const value = Number(this.take(name) ?? standard);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new Error(`${this.path}: '${name}' must be a whole number from ${least} to ${most}.`);
    }
    return value;
  }

  span(name: string, standardSeconds: number): number {
    const value = this.take(name);
    if (value === undefined) return standardSeconds * 1000;
    const span = typeof value === 'string' ? parseTimeSpan(value) : undefined;
    if (span === undefined) throw new Error(`${this.path}: '${name}' must be a time span like "00:00:30".`);
    return span;
  }

  refuse(...names: string[]): void {
    for (const name of names) {
      if (name in this.values) throw new Error(`${this.path}: '${name}' is not supported by this host.`);
    }
  }

  rest(): string[] {
    return Object.keys(this.values)
      .filter((name) => !this.#read.has(name))
      .map((name) => `${this.path}:${name}`.replace('host.json:', ''));
  }
}

/** Applies settings such as `AzureFunctionsJobHost__extensions__queues__batchSize` (Azure docs: host.json overrides). */
function applyOverrides(content: Json, settings: Settings): Json {
  const result = structuredClone(content);
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || !overridePrefix.test(name)) continue;
    const path = name.replace(overridePrefix, '').split(/__|:/);
    let target = result;
    for (const [depth, part] of path.entries()) {
      const key = Object.keys(target).find((existing) => existing.toLowerCase() === part.toLowerCase()) ?? part;
      const current = target[key];
      if (depth === path.length - 1) target[key] = typed(value, current);
      else target = (target[key] = typeof current === 'object' && current !== null ? current : {}) as Json;
    }
  }
  return result;
}

/** Settings are text; the type of the value they replace decides, and without one only what is unmistakable. */
function typed(value: string, current: unknown): unknown {
  if (typeof current === 'string') return value;
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return /^-?\d+$/.test(value) ? Number(value) : value;
}
