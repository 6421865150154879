import type { DurableSettings } from './settings';

/** Compares dotted versions number by number; parts that aren't numbers are compared as text. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '0', right[i] ?? '0'];
    const numeric = /^\d+$/.test(x) && /^\d+$/.test(y);
    const order = numeric ? Number(x) - Number(y) : x.localeCompare(y, 'en', { sensitivity: 'base' });
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether this host may run an instance of that version (Azure docs: orchestration versioning). */
export function versionMatches(version: string | undefined, settings: DurableSettings): boolean {
  const { defaultVersion, versionMatch } = settings;
  if (versionMatch === 'None' || defaultVersion === undefined) return true;
  if (versionMatch === 'Strict') return version !== undefined && compareVersions(version, defaultVersion) === 0;
  return version === undefined || compareVersions(version, defaultVersion) <= 0;
}
