import * as fc from 'fast-check';
import { toBuffer, type Bytes } from '../raw-call';
import { anyBody, freshMark, type Expected } from './body';

/** A message as it lies on the queue, and what it must lead to. */
export interface Message {
  /** How the bytes become the text of the message. */
  as: 'base64' | 'base64 in lines' | 'text' | 'broken base64';
  bytes: Bytes;
  expected: Expected;
}

/** Characters of a message: the service takes 64 KiB (Azure docs: Queue Storage), less room for the fresh number. */
const longest = 65_000;

/** The text that is put on the queue. */
export function messageTextOf({ as, bytes }: Message, fresh: string): string {
  const body = Buffer.from(toBuffer(bytes).toString('latin1').replaceAll(freshMark, fresh), 'latin1');
  const base64 = body.toString('base64');
  switch (as) {
    case 'text':
      return body.toString('utf8');
    case 'base64 in lines':
      return base64.replace(/.{76}/g, '$&\n');
    case 'broken base64':
      return `${base64.slice(0, 40)}*${base64.slice(40)}`;
    case 'base64':
      return base64;
  }
}

/** What XML can hold: the service takes messages in XML. Azurite loses the ends of lines. */
function fitsXml(text: string): boolean {
  return !/[^\t\x20-\ud7ff\ue000-\ufefe\uff00-\ufffc\u{10000}-\u{10ffff}]/u.test(text);
}

/**
 * A text that is JSON this deep makes the SDK overflow its stack before it calls the app (`toCamelCaseValue`): the host
 * puts it aside after five tries, as docs/queues.md says. In base64 it does no harm.
 */
const tooDeep = /(?:(?:"[^"]*":)?[[{]){500}/;

/** Messages of every kind. */
export const anyMessage: fc.Arbitrary<Message> = fc
  .tuple(
    anyBody,
    fc.constantFrom<Message['as']>('base64', 'base64', 'base64', 'base64 in lines', 'text', 'broken base64'),
  )
  .map(([{ bytes, expected }, as]): Message => {
    if (as === 'broken base64') return { as, bytes, expected: { refused: ['invalid_json'] } };
    return { as, bytes, expected };
  })
  .filter((message) => {
    const text = messageTextOf(message, '0');
    // A text that happens to be base64 is something else, and one that isn't UTF-8 can't be sent as it is.
    const misread = message.as === 'text' && (!fitsXml(text) || /^[\s\w+/]+=*\s*$/.test(text));
    return text.length <= longest && !misread && !(message.as === 'text' && tooDeep.test(text));
  });
