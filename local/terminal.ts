import { inspect } from 'node:util';

/**
 * What acts on a terminal or can't be seen: control characters, formats (which turn the direction of writing or have no
 * width), separators of lines, and half characters.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** As JSON escapes them, so that JSON stays the same JSON. */
const escaped = (character: string) =>
  Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');

/** A text from outside as one line for a terminal: what acts or can't be seen stands there as `\u001b`. */
export function inOneLine(text: string): string {
  return text.replace(unseen, escaped);
}

/** The same for a text that may have several lines. */
export function inLines(text: string): string {
  return text.split(/\r?\n/).map(inOneLine).join('\n');
}

/** An error for a terminal or a log: its message where a person can mend it, otherwise all that is known of it. */
export function errorText(error: unknown, mendable = false): string {
  return inLines(mendable && error instanceof Error ? error.message : inspect(error));
}

/** A text as one word of a command line of a shell (POSIX). */
export function shellWord(text: string): string {
  return `'${inOneLine(text).replaceAll("'", `'\\''`)}'`;
}
