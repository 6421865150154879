import { withoutKeys } from './secrets-in-text';

/** A record without credentials, and where they were: JSON pointers. */
export interface Bare {
  body: unknown;
  removed: string[];
}

/** How members that hold a credential end. */
const secretName =
  /(passwords?|passwd|passphrase|secrets?|token|connection ?string|(api|account|access|auth|encryption|function|private|secret|shared|signing|storage|subscription) ?keys?)( value)?$|(^| )(tokens|sas|jwt|.+ pwd)$/;
/** Members whose own members are credentials more often than not. */
const secretive = /^(env|env(ironment)? ?(vars?|variables?)|credentials?)$/;
/** How their members end, beyond the above. Never the working directory, which shells call `PWD`. */
const secretVariable = /(^| )(keys?|pass|auth|pat|pin|creds?|credentials?)$/;

/**
 * A copy of a service record without embedded credentials: values of members that are named like one, and what is or
 * looks like one within texts. A credential that neither its name nor its look gives away stays.
 */
export function withoutSecrets(body: unknown): Bare {
  const removed: string[] = [];
  const clean = (value: unknown, pointer: string, secret: boolean, holder: string): unknown => {
    if (Array.isArray(value)) {
      return value.map((entry: unknown, index) =>
        clean(entry, `${pointer}/${index}`, secret || followsOption(value[index - 1], entry), holder),
      );
    }
    if (value && typeof value === 'object') {
      return Object.fromEntries(
        Object.entries(value).map(([name, entry]) => {
          const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          // Lists of variables: `{ "name": "DB_PASSWORD", "value": "…" }`.
          const named = name === 'value' ? (nameIn(value) ?? name) : name;
          const hidden = isSecret(named, holder, entry) || (secret && !/type$/i.test(name));
          return [name, clean(entry, at, hidden, name)];
        }),
      );
    }
    // Flags such as `hasPassword` are no secrets.
    const hidden = secret && value !== '' && value !== null && typeof value !== 'boolean';
    const bare = typeof value === 'string' ? withoutKeys(value) : value;
    if (hidden || bare !== value) removed.push(pointer);
    return hidden ? 'removed' : bare;
  };
  return { body: clean(body, '', false, ''), removed };
}

/** `holder` is the member in which this one is. */
function isSecret(name: string, holder: string, value: unknown): boolean {
  const words = wordsOf(name);
  // How many tokens a model reads is a number.
  if (/(^| )tokens$/.test(words) && /^[\d.]*$/.test(String(value))) return false;
  return secretName.test(words) || (secretive.test(wordsOf(holder)) && secretVariable.test(words));
}

/** A name in words: `DB_PASSWORD`, `dbPassword` and `db-password` are one. */
function wordsOf(name: string): string {
  const parted = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');
  return parted
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

function nameIn(pair: object): string | undefined {
  const { name, key } = pair as { name?: unknown; key?: unknown };
  return [name, key].find((each) => typeof each === 'string');
}

/** Arguments in a list: `"--password", "…"`. */
function followsOption(before: unknown, value: unknown): boolean {
  if (typeof before !== 'string' || typeof value !== 'string' || !/^--?[\w-]+$/.test(before)) return false;
  return secretName.test(wordsOf(before)) && !modelToken.test(before) && !/^[-$]/.test(value);
}

/** Options of language models that are no credentials, such as `--pad-token`. */
const modelToken = /(pad|eos|bos|sep|cls|mask|unk|stop|start|end)[-_]token$/i;
