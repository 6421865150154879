import { describeSettings } from './describe-settings';
import { hostSettings } from './host-settings';
import type { SettingFault } from './settings';

/** Letters that two names may differ in at most for one to be the other, misspelt. */
const closest = 3;

/** Settings that work and yet are probably not what was meant, each with what to do. Never quotes a value. */
export function settingWarnings(env: NodeJS.ProcessEnv = process.env): SettingFault[] {
  return [...misspelt(env), ...doubtful(env)];
}

function doubtful(env: NodeJS.ProcessEnv): SettingFault[] {
  const { READER_CLIENT_ID: reader, ERASER_CLIENT_ID: eraser, AzureWebJobsStorage: host } = env;
  const warnings: SettingFault[] = [];
  if (reader && reader.toLowerCase() === eraser?.toLowerCase()) {
    const problem =
      'is the same as READER_CLIENT_ID: what lists and exports can then erase as well; use two identities';
    warnings.push({ name: 'ERASER_CLIENT_ID', problem });
  }
  if (
    host &&
    /AccountKey=|SharedAccessSignature=/i.test(host) &&
    !/=https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(host)
  ) {
    const problem = 'has the key of an account in it; set AzureWebJobsStorage__blobServiceUri and its like instead';
    warnings.push({ name: 'AzureWebJobsStorage', problem });
  }
  return warnings;
}

/** Names that nobody reads and that begin, or are written, almost like those of the app. */
function misspelt(env: NodeJS.ProcessEnv): SettingFault[] {
  const own = describeSettings().map(({ name }): string => name);
  const known = new Set([...own, ...hostSettings.map(({ name }) => name)]);
  // Those that the platform sets are its own affair: it sets more of them than are read here.
  const ours = own.filter((name) => !name.startsWith('WEBSITE_'));
  const prefixes = [...new Set(ours.flatMap((name) => /^[A-Za-z]+_+/.exec(name)?.[0].toUpperCase() ?? []))];
  return Object.keys(env)
    .filter((name) => env[name] !== '' && !known.has(name))
    .flatMap((name) => {
      const upper = name.toUpperCase();
      const nearest = nearestOf(upper, ours);
      const alike = nearest.distance <= closest;
      if (!alike && !prefixes.some((prefix) => upper.startsWith(prefix))) return [];
      const problem = 'is read by nobody';
      return { name, problem: alike ? `${problem}; did you mean ${nearest.name}?` : `${problem}; remove it` };
    });
}

function nearestOf(name: string, candidates: readonly string[]): { name: string; distance: number } {
  let nearest = { name: '', distance: Infinity };
  for (const candidate of candidates) {
    // Names that differ in length by more can't be near, and an environment has many names.
    if (Math.abs(candidate.length - name.length) > closest || candidate.length < 2 * closest) continue;
    const distance = distanceBetween(name, candidate.toUpperCase());
    if (distance < nearest.distance) nearest = { name: candidate, distance };
  }
  return nearest;
}

/** How many letters must be put in, left out or changed to make one text of the other (Levenshtein). */
function distanceBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, against] of [...other].entries()) {
      const change = (row[at] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min(change, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
