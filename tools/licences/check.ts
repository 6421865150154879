import { isAllowed } from './expression';
import type { LicenceException } from './allowed';

/** What this check reads of one package in package-lock.json (lockfileVersion 3). */
export interface LockedPackage {
  version?: string;
  license?: string;
  /** True when only development needs it. */
  dev?: boolean;
}

/** package-lock.json: folder below the project ('' is the project itself) to package. */
export interface LockFile {
  packages: Readonly<Record<string, LockedPackage>>;
}

/** What licences may be used: see allowed.ts. */
export interface LicencePolicy {
  allowed: readonly string[];
  exceptions: Readonly<Record<string, LicenceException>>;
}

/** One line for each package whose licence the policy doesn't allow, and for each exception that nothing needs. */
export function licenceFindings(lock: LockFile, policy: LicencePolicy): string[] {
  const findings = new Set<string>();
  const needed = new Set<string>();
  for (const [folder, locked] of Object.entries(lock.packages)) {
    if (folder === '') continue;
    const name = packageName(folder);
    if (locked.license !== undefined && isAllowed(locked.license, policy.allowed)) continue;
    const exception = policy.exceptions[name];
    if (exception !== undefined && exception.licence === locked.license && locked.dev === true) {
      needed.add(name);
      continue;
    }
    const licence = locked.license ?? 'no licence';
    const where = locked.dev === true ? 'for development' : 'in production';
    findings.add(`${name}@${locked.version} (${where}) names ${licence}, which is not allowed.`);
  }
  for (const name of Object.keys(policy.exceptions)) {
    if (!needed.has(name)) findings.add(`The exception for ${name} is not needed: remove it.`);
  }
  return [...findings].sort();
}

/** The package in a folder such as `node_modules/a/node_modules/@scope/b`. */
function packageName(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
