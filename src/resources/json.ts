import type { Json } from '../azure/arm';
import type { Actor } from '../subjects/match';

/** A member that is an object, or an empty one: service JSON is never trusted to have a shape. */
export function objectAt(value: unknown, key: string): Json {
  const found = value && typeof value === 'object' ? (value as Json)[key] : undefined;
  return found && typeof found === 'object' && !Array.isArray(found) ? (found as Json) : {};
}

/** A member that is a non-empty string. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = value && typeof value === 'object' ? (value as Json)[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A record of strings, such as tags; other values are left out. */
export function stringsAt(value: unknown, key: string): Record<string, string> {
  const entries = Object.entries(objectAt(value, key)).filter((entry) => typeof entry[1] === 'string');
  return Object.fromEntries(entries) as Record<string, string>;
}

/** RFC 3339 in UTC, or undefined when the service's text is not a date. Without an offset it means UTC. */
export function instantAt(value: unknown, key: string): string | undefined {
  const text = textAt(value, key) ?? '';
  const time = Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/**
 * Who made an ARM resource. Below a workspace `createdBy` is a display name, so it is weak evidence; applications and
 * managed identities are nobody.
 */
export function armActors(body: Json): Actor[] {
  const system = objectAt(body, 'systemData');
  const createdBy = textAt(system, 'createdBy');
  const type = textAt(system, 'createdByType') ?? 'User';
  if (!createdBy || type !== 'User') return [];
  return [{ relation: 'created_by', source: 'arm', displayName: createdBy }];
}

/** When an ARM resource was made and last changed. */
export function armTimes(body: Json): { createdAt?: string; lastModifiedAt?: string } {
  const system = objectAt(body, 'systemData');
  return { createdAt: instantAt(system, 'createdAt'), lastModifiedAt: instantAt(system, 'lastModifiedAt') };
}
