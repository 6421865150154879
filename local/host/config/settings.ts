import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** App settings by name, as the app sees them in `process.env`. */
export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Reads the app settings: `file`, or else `local.settings.json`, or else `local.settings.sample.json` of the app.
 * Real environment variables win, so that a caller can override one value without writing a file.
 */
export function readSettings(appDir: string, file: string | undefined, environment: Settings): Settings {
  const found = [file, join(appDir, 'local.settings.json'), join(appDir, 'local.settings.sample.json')].find(
    (candidate) => candidate !== undefined && (candidate === file || existsSync(candidate)),
  );
  return { ...(found ? readValues(found) : {}), ...environment };
}

function readValues(file: string): Record<string, string> {
  const content = JSON.parse(readFileSync(file, 'utf8')) as { IsEncrypted?: boolean; Values?: Record<string, unknown> };
  if (content.IsEncrypted) throw new Error(`${file}: encrypted settings are not supported.`);
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(content.Values ?? {})) {
    if (typeof value !== 'string') throw new Error(`${file}: the value of '${name}' must be a string.`);
    values[name] = value;
  }
  return values;
}

/** Replaces each `%NAME%` in text by that setting, in nested values too. `where` starts the error for a missing one. */
export function substitute<T>(value: T, settings: Settings, where: string): T {
  const replace = (item: unknown): unknown => {
    if (typeof item === 'string') {
      return item.replace(/%([A-Za-z0-9_.:-]+)%/g, (_, name: string) => {
        const found = settings[name];
        if (found === undefined) throw new Error(`${where}: '%${name}%' names a setting that does not exist.`);
        return found;
      });
    }
    if (Array.isArray(item)) return item.map(replace);
    if (typeof item === 'object' && item !== null) {
      return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, replace(inner)]));
    }
    return item;
  };
  return replace(value) as T;
}
