import type { BicepFile, Parameter, Place } from '../../bicep/model';
import { findings, type Finding } from '../../finding';
import type { Folder } from '../../folder';
import { nearest } from '../../nearest';
import { jsonKind, kindOf } from './literal';
import { decoratorValue, refusal } from './parameters';

const parameterFile = findings('parameter-file');
const parameterTable = findings('parameter-table');

/** The line on which a parameter of a parameter file begins. */
function placeIn(folder: Folder, file: string, name: string): Place {
  const lines = (folder.texts.get(file) ?? '').split('\n');
  return { file, line: Math.max(1, lines.findIndex((line) => line.trim().startsWith(`"${name}":`)) + 1) };
}

function compared(folder: Folder, main: BicepFile, file: string): Finding[] {
  const { parameters = {} } = (folder.json.get(file) ?? {}) as { parameters?: Record<string, { value?: unknown }> };
  const names = main.parameters.map(({ name }) => name);
  const found = Object.entries(parameters).flatMap(([name, { value }]): Finding[] => {
    const at = placeIn(folder, file, name);
    const parameter = main.parameters.find((one) => one.name === name);
    if (!parameter) {
      const similar = nearest(name, names);
      return [parameterFile(at, `main.bicep has no parameter ${name}${similar ? `: did you mean ${similar}?` : ''}`)];
    }
    if (value === undefined) return [parameterFile(at, `${name} has no value`)];
    // azd puts the value of a variable there.
    if (typeof value === 'string' && value.includes('$')) return azdVariable(parameter, value, at);
    if (jsonKind(value) !== kindOf(parameter.type)) {
      return [parameterFile(at, `${name} is of type ${parameter.type}, not ${jsonKind(value)}`)];
    }
    const refused = refusal(parameter, value);
    return refused ? [parameterFile(at, `${name} ${refused}`)] : [];
  });
  const keys = [...(folder.texts.get(file) ?? '').matchAll(/^ {4}"(\w+)":/gm)].map(([, name]) => name ?? '');
  const twice = keys
    .filter((name, index) => keys.indexOf(name) < index)
    .map((name) => parameterFile(placeIn(folder, file, name), `${name} is there twice: only the last counts`));
  const missing = main.parameters
    .filter(({ name, default: usual }) => !usual && !(name in parameters))
    .map(({ name }) => parameterFile({ file, line: 1 }, `${name} has no default and must be given`));
  return [...found, ...twice, ...missing];
}

/**
 * Variables that azd itself sets, and one that must not be taken from the machine: images of Node.js set NODE_VERSION,
 * and azd looks there for what its environment hasn't got. All others are named as their parameters, in capitals.
 */
const variables: Record<string, string> = {
  environmentName: 'AZURE_ENV_NAME',
  location: 'AZURE_LOCATION',
  nodeVersion: 'APP_NODE_VERSION',
};

function azdVariable({ name }: Parameter, value: string, at: Place): Finding[] {
  const wanted = variables[name] ?? name.replace(/[A-Z]/g, '_$&').toUpperCase();
  // Without a default of its own (`=…`): main.bicep has them.
  return value === `\${${wanted}}` ? [] : [parameterFile(at, `the value of ${name} must be \${${wanted}}`)];
}

/** What Resource Manager reads parameters from. */
const published = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#';

/** What production must have, which docs/deploy.md says of the file: by parameter, whether a value will do. */
const production: Readonly<Record<string, (value: unknown) => boolean>> = {
  vnetEnabled: (value) => value === true,
  zoneRedundant: (value) => value === true,
  locksEnabled: (value) => value === true,
  certificateImmutabilityDays: (value) => Number(value) > 0,
  alwaysReadyInstances: (value) => Number(value) > 1,
  alertEmail: (value) => String(value).includes('@'),
  requestStorageAllowedIps: (value) => !JSON.stringify(value ?? []).includes('/0"'),
};

function form(folder: Folder, file: string): Finding[] {
  const json = (folder.json.get(file) ?? {}) as { $schema?: string; parameters?: Record<string, { value?: unknown }> };
  const at = { file, line: 1 };
  const weak = Object.entries(file.startsWith('production.') ? production : {})
    .filter(([name, holds]) => !holds(json.parameters?.[name]?.value))
    .map(([name]) =>
      parameterFile(placeIn(folder, file, name), `${name} is not what docs/deploy.md says of production`),
    );
  return [...(json.$schema === published ? [] : [parameterFile(at, `$schema must be ${published}`)]), ...weak];
}

/** Parameter files name what main.bicep declares, with values that it takes; azd's has every parameter. */
export function parameterFileRules(folder: Folder): Finding[] {
  const main = folder.files.get('main.bicep');
  if (!main) return [];
  const azd = (folder.json.get('main.parameters.json') ?? {}) as { parameters?: object };
  const unreachable = main.parameters.filter(({ name }) => !(name in (azd.parameters ?? {})));
  return [
    ...['main.parameters.json', 'production.parameters.json'].flatMap((file) => [
      ...form(folder, file),
      ...compared(folder, main, file),
    ]),
    ...unreachable.map(({ name }) =>
      parameterFile({ file: 'main.parameters.json', line: 1 }, `${name} is missing: azd couldn't set it`),
    ),
  ];
}

/** The table of parameters in docs/deploy.md says what main.bicep says. */
export function parameterTableRules(folder: Folder, page: string): Finding[] {
  const main = folder.files.get('main.bicep');
  if (!main) return [];
  const rows = new Map(
    [...page.matchAll(/^\| `(\w+)`\s*\| (.*?)\s*\| (.*?)\s*\|$/gm)].map(([, name = '', usual, meaning]) => [
      name,
      { usual, meaning },
    ]),
  );
  const found = main.parameters.flatMap(({ name, at, decorators, default: usual }) => {
    const text = decoratorValue({ decorators }, 'description');
    const meaning = text?.kind === 'literal' ? String(text.value).replaceAll('|', '\\|') : '';
    const row = rows.get(name);
    if (!row) return [parameterTable(at, `docs/deploy.md has no row about ${name}`)];
    const shown = usual?.kind === 'literal' ? (usual.value === '' ? 'none' : `\`${String(usual.value)}\``) : undefined;
    const found = row.meaning === meaning ? [] : [parameterTable(at, `docs/deploy.md says something else of ${name}`)];
    if (shown && row.usual !== shown) found.push(parameterTable(at, `docs/deploy.md has another default of ${name}`));
    if (!usual && row.usual !== '**required**')
      found.push(parameterTable(at, `docs/deploy.md must call ${name} required`));
    return found;
  });
  return found;
}
