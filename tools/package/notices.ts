import { isAllowed } from '../licences/expression';
import { licenceText, type InstalledPackage } from './installed';
import { textsOfOthers } from './without-text';

const line = '='.repeat(80);

/**
 * The page that names every package, with the text of its licence. Throws one error that names each package without a
 * text, or under a licence that is not among the allowed ones.
 */
export function notices(packages: readonly InstalledPackage[], allowed: readonly string[]): string {
  const faults: string[] = [];
  const parts = new Map<string, string>();
  for (const { folder, name, version, licence } of packages) {
    const text = licenceText(folder) ?? textsOfOthers[`${name} ${version}`];
    if (text === undefined) faults.push(`${name} ${version} has no text of its licence in its folder.`);
    if (licence === undefined || !isAllowed(licence, allowed)) {
      faults.push(`${name} ${version} is under ${licence ?? 'no licence'}, which is not allowed.`);
    }
    // One of several copies of the same version is enough.
    parts.set(`${name} ${version}`, `${line}\n${name} ${version}, ${licence}\n\n${text}\n`);
  }
  if (faults.length > 0) {
    throw new Error(`${faults.join('\n')}\ntools/licences/allowed.ts says which licences are allowed.`);
  }
  const names = [...parts.keys()].sort();
  return [
    'This program holds code of the following packages, or of what they are made of.\n',
    ...names.map((name) => parts.get(name)),
  ].join('\n');
}
