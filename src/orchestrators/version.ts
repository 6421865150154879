/**
 * The version of the orchestrators below: `defaultVersion` in host.json. Instances that began with an earlier one, or with
 * none, end on the path that they began on (docs/upgrades.md says how a version is made).
 */
export const orchestratorVersion = '1.1';

/** Whether an instance began with this version or a later one. Versions are two numbers. */
export function isSince(version: string | undefined, first: `${number}.${number}`): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const [firstMajor = 0, firstMinor = 0] = first.split('.').map(Number);
  return major > firstMajor || (major === firstMajor && minor >= firstMinor);
}
