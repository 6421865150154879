/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object; members that are undefined are not written out. */
export interface JsonObject {
  [member: string]: Json | undefined;
}

/** The value as an object; anything else (also arrays and null) reads as an empty object. */
export function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** The value as a string, or undefined when it is not one. */
export function asString(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Parses text as a JSON object; throws when it is anything else. */
export function parseObject(text: string): JsonObject {
  const value = JSON.parse(text) as Json;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('Expected a JSON object.');
  return value;
}
