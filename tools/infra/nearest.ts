/** How many letters have to be changed, added or removed to get from one word to the other. */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_item, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** The word that somebody probably meant; undefined where none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const far = (one: string) => distance(word.toLowerCase(), one.toLowerCase());
  const [best] = [...words].sort((a, b) => far(a) - far(b));
  return best !== undefined && far(best) <= Math.max(2, word.length / 3) ? best : undefined;
}
