import { lineOf, memberAt, membersOf, rootFiles, type Code } from '../../code';
import { findings, type Finding } from '../../finding';

const azureYaml = findings('azure-yaml');
const file = rootFiles.azd;

/** What is used of its keys, by the key that they are below (azd: schemas/v1.0/azure.yaml.json). */
const keys: Readonly<Record<string, readonly string[]>> = {
  '': ['name', 'requiredVersions', 'services'],
  requiredVersions: ['azd'],
  app: ['project', 'host', 'language', 'dist', 'remoteBuild'],
};

/** The value that each key of the service must have. */
const service: Readonly<Record<string, unknown>> = {
  ...{ project: '.', host: 'function', language: 'ts', dist: 'dist/app', remoteBuild: false },
};

/** Versions of azd from this one on refuse what contradicts `remoteBuild`. */
const leastAzd = [1, 23, 12];

function isAtLeast(text: string): boolean {
  const given = /^>= (\d+)\.(\d+)\.(\d+)$/.exec(text)?.slice(1).map(Number);
  if (!given) return false;
  const index = given.findIndex((part, place) => part !== leastAzd[place]);
  return index < 0 || (given[index] ?? 0) > (leastAzd[index] ?? 0);
}

/** azure.yaml deploys the built folder with infra/main.bicep, which is azd's default, and by a version that can. */
export function azureYamlRules(code: Code): Finding[] {
  if (code.azd === undefined) return [];
  const told = (key: string, message: string) => azureYaml({ file, line: lineOf(code, file, key) }, message);
  const services = membersOf(memberAt(code.azd, 'services'));
  const parts = { '': membersOf(code.azd), requiredVersions: membersOf(memberAt(code.azd, 'requiredVersions')) };
  const app = membersOf(services.app);
  const odd = Object.entries({ ...parts, app }).flatMap(([part, members]) => [
    ...Object.keys(members)
      .filter((key) => !keys[part]?.includes(key))
      .map((key) => told(key, `${key} is not used here: azd takes infra/main.bicep, and there are no hooks`)),
    ...(keys[part] ?? []).filter((key) => !(key in members)).map((key) => told(part, `${key} is missing`)),
  ]);
  const wrong = Object.entries(service)
    .filter(([key, value]) => key in app && app[key] !== value)
    .map(([key, value]) =>
      told(key, `${key} must be ${String(value)}: the build makes that folder, and Azure builds nothing`),
    );
  const version = String(memberAt(code.azd, 'requiredVersions', 'azd'));
  return [
    ...odd,
    ...wrong,
    ...(isAtLeast(version) ? [] : [told('azd', `azd must be at least ${leastAzd.join('.')}, not ${version}`)]),
  ];
}
