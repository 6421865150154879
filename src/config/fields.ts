import { z } from 'zod';
import { isNcrontab } from './ncrontab';

// The kinds of settings. What each says of a fault is written for an operator, and never quotes the value.

/** An https URL without anything that could be a secret: no user, no query. */
export const httpsUrl = (what = 'an https URL without a query') =>
  z.string({ error: `must be ${what}` }).refine(isPlainUrl, { error: `must be ${what}` });

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return protocol === 'https:' && [username, password, search, hash].every((part) => part === '');
}

/** The audience of a token: `/.default` is put behind it. */
export const audience = () => httpsUrl('an https URL without a query, such as https://management.azure.com');

/** An endpoint with the name of an account or registry left open. */
export const endpointTemplate = (blank: string) =>
  z
    .string({ error: `must be an https URL with ${blank} in it` })
    .refine((text) => text.includes(blank) && isPlainUrl(text.replaceAll(blank, 'name')), {
      error: `must be an https URL with ${blank} in it`,
    });

/** The client id of a managed identity. */
export const clientId = () =>
  z.guid({ error: 'must be the client id of a managed identity, a GUID: 00000000-0000-0000-0000-000000000000' });

/** A whole number. */
export const count = (max: number, min = 0) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

/** A number with or without a fraction. */
export const amount = (max: number, min: number) => {
  const error = `must be a number from ${min} to ${max}`;
  return z.coerce.number({ error }).min(min, { error }).max(max, { error });
};

/** One of a few words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });

/** When a timer runs. */
export const schedule = () =>
  z
    .string()
    .refine(isNcrontab, { error: "must be an NCRONTAB expression with six fields, such as '0 30 3 * * *' (UTC)" });

/** Columns of tables of logs. */
export const columns = (usual: readonly string[]) =>
  z
    .string()
    .regex(/^\w+\.\w+(,\w+\.\w+)*$/, { error: 'must be a list of Table.Column, separated by commas' })
    .default(usual.join(','))
    .transform((text) => text.split(','));
