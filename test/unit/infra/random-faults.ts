import type { Texts } from '../../../tools/infra/folder';

/** A random change of one file. */
export interface RandomFault {
  file: string;
  line: number;
  what: string;
  text: string;
}

/** How a fault is made. Each changes one line of code; lines of comments and descriptions mean nothing to a machine. */
const kinds: Record<string, (line: string, pick: (count: number) => number) => string | undefined> = {
  'a line left out': () => '',
  'a letter of a name left out': (line, pick) => {
    const words = [...line.matchAll(/[A-Za-z_]{3,}/g)];
    const word = words[pick(words.length)];
    const at = word ? word.index + 1 + pick(word[0].length - 1) : -1;
    return word && line.slice(0, at) + line.slice(at + 1);
  },
  'a word for another': (line, pick) => {
    const words = [...line.matchAll(/[A-Za-z_]{3,}/g)];
    const word = words[pick(words.length)];
    return word && `${line.slice(0, word.index)}other${line.slice(word.index + word[0].length)}`;
  },
  'a value turned round': (line) => {
    if (/\btrue\b/.test(line)) return line.replace(/\btrue\b/, 'false');
    return /\bfalse\b/.test(line) ? line.replace(/\bfalse\b/, 'true') : undefined;
  },
};

/** Lines that a fault can be put in. */
function isCode(line: string): boolean {
  const text = line.trim();
  return text !== '' && !text.startsWith('//') && !text.startsWith('@description');
}

/** The fault that a file, a line and a kind come to by their numbers; undefined where that kind has nothing to change. */
export function randomFault(texts: Texts, numbers: readonly [number, number, number, number]): RandomFault | undefined {
  const [first, second, third, fourth] = numbers;
  const files = [...texts.keys()].filter((name) => name.endsWith('.bicep'));
  const file = files[first % files.length] ?? '';
  const lines = (texts.get(file) ?? '').split('\n');
  const code = lines.flatMap((line, index) => (isCode(line) ? [index] : []));
  const index = code[second % code.length] ?? 0;
  const names = Object.keys(kinds);
  const what = names[third % names.length] ?? '';
  let seed = fourth;
  const pick = (count: number) => {
    const picked = seed % Math.max(1, count);
    seed = Math.floor(seed / Math.max(1, count));
    return picked;
  };
  const line = lines[index] ?? '';
  const changed = kinds[what]?.(line, pick);
  if (changed === undefined || changed === line) return undefined;
  const text = [...lines.slice(0, index), ...(changed === '' ? [] : [changed]), ...lines.slice(index + 1)].join('\n');
  return { file, line: index + 1, what: `${what}: ${line.trim()} → ${changed.trim()}`, text };
}
