import type { Place } from '../../bicep/model';
import type { Code } from '../../code';
import { accountsIn, made, propertyText, settingsIn, inputOf } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';
import { textOf } from '../../deployment/value';
import { findings, type Finding } from '../../finding';
import { faultsOf, secrets } from './app-answers';
import { identityOf } from '../rights/identities';

const value = findings('setting-value');

/** Settings that hold the client id of an identity. */
const clientIds = {
  AzureWebJobsStorage__clientId: 'app',
  RequestStorage__clientId: 'app',
  AZURE_CLIENT_ID: 'app',
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: 'app',
  READER_CLIENT_ID: 'reader',
  ERASER_CLIENT_ID: 'eraser',
} as const;

const hub = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider';

/** Settings whose text never changes. */
const fixed: Record<string, string> = {
  AzureWebJobsStorage__credential: 'managedidentity',
  RequestStorage__credential: 'managedidentity',
  [`${hub}__type`]: 'azureManaged',
  [`${hub}__connectionStringName`]: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING',
};

/** Texts of settings, as they are planned. */
function textsIn(plan: Plan): Map<string, { text: string; at: Place }> {
  const texts = [...settingsIn(plan)].flatMap(([name, entry]) => {
    const text = textOf(entry.value);
    return text === undefined ? [] : [[name, { text, at: entry.at }] as const];
  });
  return new Map(texts);
}

/** What each setting must be in a plan: the identities, endpoints and connections of that plan. */
function expected(plan: Plan, code: Code): Record<string, string> {
  const { requests, host } = accountsIn(plan, code.queues[0] ?? '');
  const endpoint = (account: typeof host, service: string) =>
    account ? propertyText(account, `properties.primaryEndpoints.${service}`) : '';
  const app = made(plan, 'Microsoft.ManagedIdentity/userAssignedIdentities').find(({ name }) =>
    name.startsWith('id-app-'),
  );
  const [scheduler] = made(plan, 'Microsoft.DurableTask/schedulers');
  const [component] = made(plan, 'Microsoft.Insights/components');
  const [key] = made(plan, 'Microsoft.KeyVault/vaults/keys');
  const clientId = app ? propertyText(app, 'properties.clientId') : '';
  return {
    ...fixed,
    CLOUD: plan.cloud.name,
    WEBSITE_AUTH_AAD_ALLOWED_TENANTS: String(inputOf(plan, 'authTenantId')),
    AzureWebJobsStorage__blobServiceUri: endpoint(host, 'blob'),
    AzureWebJobsStorage__queueServiceUri: endpoint(host, 'queue'),
    AzureWebJobsStorage__tableServiceUri: endpoint(host, 'table'),
    RequestStorage__blobServiceUri: endpoint(requests, 'blob'),
    RequestStorage__queueServiceUri: endpoint(requests, 'queue'),
    APPLICATIONINSIGHTS_CONNECTION_STRING: component ? propertyText(component, 'properties.ConnectionString') : '',
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: `ClientId=${clientId};Authorization=AAD`,
    // The account that the code looks for its queues in is the one that has them.
    [`${code.connection}__queueServiceUri`]: endpoint(requests, 'queue'),
    CERTIFICATE_KEY_ID: key ? propertyText(key, 'properties.keyUri') : '',
    DURABLE_TASK_SCHEDULER_CONNECTION_STRING: scheduler
      ? `Endpoint=${propertyText(scheduler, 'properties.endpoint')};Authentication=ManagedIdentity;ClientID=${clientId}`
      : '',
  };
}

/** A value of the form of what Azure would give, so that the app's own reading can judge the rest. */
function asAzureGives(name: string, text: string): string {
  if (!text.includes('<')) return text;
  if (/client_?id$/i.test(name)) return '00000000-0000-4000-8000-0000000000ab';
  return name === 'CERTIFICATE_KEY_ID'
    ? 'https://kv-check.vault.azure.net/keys/certificates'
    : 'https://check.example.net/';
}

/** What the app says of these settings when it starts. What isn't set at all is told by another rule. */
function asTheAppReads(texts: ReturnType<typeof textsIn>): Finding[] {
  const env = Object.fromEntries([...texts].map(([name, { text }]) => [name, asAzureGives(name, text)]));
  return faultsOf(env).flatMap(({ name, problem }) => {
    const set = texts.get(name);
    return set ? [value(set.at, `${name}: ${problem}`)] : [];
  });
}

/** The values of settings: right identity, right endpoint, nothing secret, and as the app takes them. */
export function settingValueRules(plan: Plan, code: Code): Finding[] {
  const texts = textsIn(plan);
  const found: Finding[] = [];
  const wanted = expected(plan, code);
  for (const [name, { text, at }] of texts) {
    const identity = clientIds[name as keyof typeof clientIds];
    if (secrets.test(text)) found.push(findings('secret')(at, `${name} holds a secret: use an identity`));
    else if (identity && identityOf(plan, text, 'clientId') !== identity) {
      found.push(value(at, `${name} must be the client id of the identity ${identity}, not ${text}`));
    } else if (wanted[name] && text !== wanted[name]) {
      found.push(value(at, `${name} must be ${wanted[name]}, not ${text}`));
    }
  }
  return texts.size > 0 ? [...found, ...asTheAppReads(texts)] : [];
}
