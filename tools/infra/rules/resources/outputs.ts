import type { Code } from '../../code';
import type { Folder } from '../../folder';
import { accountsIn, made, propertyText, inputOf } from '../../deployment/find';
import type { Plan, PlannedResource } from '../../deployment/planned';
import { textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';

const output = findings('output');

/** What each output must be, from the resources that are made. */
function expected(plan: Plan, code: Code, site: PlannedResource): Record<string, string | undefined> {
  const { requests } = accountsIn(plan, code.queues[0] ?? '');
  const identities = made(plan, 'Microsoft.ManagedIdentity/userAssignedIdentities');
  const ofIdentity = (name: string, property: string) => {
    const found = identities.find((one) => one.name.startsWith(`id-${name}-`));
    return found && propertyText(found, `properties.${property}`);
  };
  const [group] = made(plan, 'Microsoft.Resources/resourceGroups');
  const [key] = made(plan, 'Microsoft.KeyVault/vaults/keys');
  const id = typeof plan.parameters.authClientId === 'string' ? plan.parameters.authClientId : '';
  const [address] = made(plan, 'Microsoft.Network/publicIPAddresses');
  return {
    AZURE_LOCATION: String(inputOf(plan, 'location')),
    AZURE_RESOURCE_GROUP: group?.name,
    AZURE_FUNCTION_NAME: site.name,
    SERVICE_APP_NAME: site.name,
    APP_URL: `https://${propertyText(site, 'properties.defaultHostName')}`,
    REQUEST_STORAGE_NAME: requests?.name,
    REQUEST_QUEUE_URL: requests && `${propertyText(requests, 'properties.primaryEndpoints.queue')}${code.queues[0]}`,
    READER_PRINCIPAL_ID: ofIdentity('reader', 'principalId'),
    ERASER_PRINCIPAL_ID: ofIdentity('eraser', 'principalId'),
    APP_PRINCIPAL_ID: ofIdentity('app', 'principalId'),
    READER_CLIENT_ID: ofIdentity('reader', 'clientId'),
    ERASER_CLIENT_ID: ofIdentity('eraser', 'clientId'),
    APP_CLIENT_ID: ofIdentity('app', 'clientId'),
    CERTIFICATE_KEY_ID: key && propertyText(key, 'properties.keyUri'),
    AUTH_CLIENT_ID: id,
    AUTH_AUDIENCE: id && `api://${id}`,
    OUTBOUND_ADDRESS: address ? propertyText(address, 'properties.ipAddress') : '',
  };
}

/** Outputs that `azd env get-values` shows: the smoke test, the workflows and the guides read them. */
const names: readonly string[] = [
  ...['AZURE_LOCATION', 'AZURE_RESOURCE_GROUP', 'AZURE_FUNCTION_NAME', 'SERVICE_APP_NAME', 'APP_URL'],
  ...['REQUEST_STORAGE_NAME', 'REQUEST_QUEUE_URL', 'READER_PRINCIPAL_ID', 'ERASER_PRINCIPAL_ID', 'APP_PRINCIPAL_ID'],
  ...['READER_CLIENT_ID', 'ERASER_CLIENT_ID', 'APP_CLIENT_ID', 'CERTIFICATE_KEY_ID', 'AUTH_CLIENT_ID'],
  ...['AUTH_AUDIENCE', 'OUTBOUND_ADDRESS'],
];

/** main.bicep has the outputs that people and programs read, all of them texts, and no others. */
export function outputRules(folder: Folder): Finding[] {
  const given = folder.files.get('main.bicep')?.outputs ?? [];
  return [
    ...names
      .filter((name) => !given.some((one) => one.name === name))
      .map((name) => findings('own-name')({ file: 'main.bicep', line: 1 }, `the output ${name} is missing`)),
    ...given
      .filter(({ name }) => !names.includes(name))
      .map(({ name, at }) => findings('unused')(at, `nobody reads the output ${name} (tools/infra/rules/outputs.ts)`)),
    ...given
      .filter(({ type }) => type !== 'string')
      .map(({ name, type, at }) => findings('parameter-type')(at, `the output ${name} is a text, not of type ${type}`)),
  ];
}

/** Outputs of main.bicep say what their names say: the guides and the smoke test go by them. */
export function outputValueRules(plan: Plan, code: Code, folder: Folder): Finding[] {
  const [site] = made(plan, 'Microsoft.Web/sites');
  if (!site) return [];
  const declared = folder.files.get('main.bicep')?.outputs ?? [];
  return Object.entries(expected(plan, code, site)).flatMap(([name, wanted]) => {
    const value = plan.outputs.get(name);
    if (!value || wanted === undefined) return [];
    const given = textOf(value);
    const at = declared.find((one) => one.name === name)?.at ?? { file: 'main.bicep', line: 1 };
    return given === wanted ? [] : [output(at, `${name} is ${given}, not ${wanted}`)];
  });
}
