import { RequestError } from '../errors';
import { jsonPointer } from './faults';

/**
 * The value that bytes say in JSON. Throws `invalid_json` for what isn't JSON in UTF-8, and for objects that name a key
 * twice: which of the two counts is up to each reader (RFC 8259), and a condition that is dropped widens an erasure.
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestError('invalid_json', 'It is not encoded as UTF-8.');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RequestError('invalid_json');
  }
  const twice = keysGivenTwice(text);
  if (twice.length === 0) return value;
  const faults = twice.map((pointer) => ({ pointer, detail: 'is given twice' }));
  throw new RequestError('invalid_json', 'An object names a key twice.', faults);
}

/** An object or list that is being read: what it has named so far, or how many entries it had. */
interface Open {
  keys?: Set<string>;
  /** Last segment of the pointer of what is being read in it. */
  at: string | number;
}

/** Levels that a pointer shows: of thousands of keys, each thousands of levels deep, the pointers would fill the memory. */
const shownDepth = 16;

/** JSON pointers of the keys that valid JSON gives twice. Without recursion: JSON may be as deep as it is long. */
function keysGivenTwice(text: string): string[] {
  const found: string[] = [];
  const open: Open[] = [];
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/y;
  let key: string | undefined;
  for (let start = 0; start < text.length;) {
    token.lastIndex = start;
    const [piece] = token.exec(text) ?? [];
    start += piece?.length ?? 1;
    const inner = open.at(-1);
    if (piece === '{') open.push({ keys: new Set(), at: '' });
    else if (piece === '[') open.push({ at: 0 });
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece === ',' && typeof inner?.at === 'number') inner.at += 1;
    else if (piece === ':' && inner?.keys && key !== undefined) {
      inner.at = key;
      if (inner.keys.has(key)) found.push(jsonPointer(open.slice(0, shownDepth).map(({ at }) => at)));
      inner.keys.add(key);
    } else if (piece?.startsWith('"')) key = JSON.parse(piece) as string;
  }
  return found;
}
