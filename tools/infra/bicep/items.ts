/** A piece of a text, with its place in it. */
export interface Piece {
  text: string;
  /** Lines of the text before the piece begins. */
  row: number;
}

const closing: Record<string, string> = { '{': '}', '[': ']', '(': ')' };

/** The index after a string that begins at an index; strings hold expressions in `${}`. */
function afterString(text: string, from: number): number {
  if (text.startsWith("'''", from)) return text.indexOf("'''", from + 3) + 3 || text.length;
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === "'") return at + 1;
    else if (text.startsWith('${', at)) at = afterBracket(text, at + 1) - 1;
  }
  return text.length;
}

/** The index after the comment at an index, or the index itself where none begins. */
function afterComment(text: string, from: number): number {
  if (text.startsWith('//', from)) return text.indexOf('\n', from) < 0 ? text.length : text.indexOf('\n', from);
  if (text.startsWith('/*', from)) return text.indexOf('*/', from) + 2;
  return from;
}

/** The index after the bracket that closes the one at an index. */
function afterBracket(text: string, from: number): number {
  const end = closing[text[from] ?? ''];
  for (let at = from + 1; at < text.length;) {
    const letter = text[at] ?? '';
    if (letter === end) return at + 1;
    if (letter === "'") at = afterString(text, at);
    else if (letter in closing) at = afterBracket(text, at);
    else at = Math.max(at + 1, afterComment(text, at));
  }
  return text.length;
}

/**
 * The items of an array, from its text with the brackets. Bicep parts items by line breaks and commas; the grammar
 * doesn't see line breaks and reads `a()` as two items, and two items as one call.
 */
export function itemsIn(array: string): Piece[] {
  const pieces: Piece[] = [];
  let piece = '';
  let row = 0;
  const end = () => {
    if (piece.trim()) pieces.push({ text: piece.trim(), row: row - (piece.trimStart().split('\n').length - 1) });
    piece = '';
  };
  for (let at = 1; at < array.length - 1;) {
    const letter = array[at] ?? '';
    const comment = afterComment(array, at);
    if (comment > at) {
      at = comment;
      continue;
    }
    const next = letter === "'" ? afterString(array, at) : letter in closing ? afterBracket(array, at) : at + 1;
    if (letter === '\n' || letter === ',') end();
    else piece += array.slice(at, next);
    row += array.slice(at, next).split('\n').length - 1;
    at = next;
  }
  end();
  return pieces;
}
