import { inLines } from '../terminal';
import type { Logger } from './contract';

/** Log levels of host.json, most talkative first. */
export const levels = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'] as const;
/** One log level of host.json, in lower case. */
export type Level = (typeof levels)[number];

/** `logging.logLevel` of host.json: category prefix (or `default`) to level. */
export type LogLevels = Record<string, string>;

/** Makes loggers by category, as the Functions host names them: `Host.General`, `Function.<name>.User`. */
export interface Log {
  logger(category: string): Logger;
  write(category: string, level: Level, message: string, fields?: object): void;
}

/**
 * Writes one line per entry, and further lines of a message further in; the most specific category prefix in `logLevels` decides what is left
 * out.
 */
export function createLog(logLevels: LogLevels, now: () => Date, print: (line: string) => void): Log {
  const thresholds = Object.entries(logLevels)
    .map(([prefix, level]) => ({ prefix: prefix.toLowerCase(), at: levels.indexOf(level.toLowerCase() as Level) }))
    .sort((a, b) => b.prefix.length - a.prefix.length);
  for (const { prefix, at } of thresholds) {
    if (at < 0) throw new Error(`host.json: logging.logLevel.${prefix} is not a log level.`);
  }
  const standard = thresholds.find(({ prefix }) => prefix === 'default')?.at ?? levels.indexOf('information');
  const threshold = (category: string) =>
    thresholds.find(({ prefix }) => `${category.toLowerCase()}.`.startsWith(`${prefix}.`))?.at ?? standard;

  const write: Log['write'] = (category, level, message, fields) => {
    if (levels.indexOf(level) < threshold(category)) return;
    const text = `[${category}] ${message}${fields ? ` ${JSON.stringify(fields)}` : ''}`;
    // Only entries begin at the margin: what was logged can't pretend to be another one.
    print(`${now().toISOString()} ${level} ${inLines(text).replaceAll('\n', '\n    ')}`);
  };
  return {
    write,
    logger: (category) => ({
      info: (message, fields) => write(category, 'information', message, fields),
      warn: (message, fields) => write(category, 'warning', message, fields),
      error: (message, fields) => write(category, 'error', message, fields),
    }),
  };
}
