/** When the deployment (infra/) sets an app setting. */
export type When =
  | 'always'
  /** With the parameter `durableBackend` as `durableTaskScheduler`. */
  | 'durableTaskScheduler'
  /** With a registration for the sign-in (`authClientId`). */
  | 'signIn'
  /** Never: it is for a developer's machine, and stands in local.settings.sample.json. */
  | 'local';

/** An app setting that the Functions host or a library reads, and not the app's own code. */
export interface HostSetting {
  name: string;
  /** What it is for, and its value where that is fixed. */
  meaning: string;
  readBy: 'Functions host' | 'Durable Functions' | 'Application Insights' | 'App Service authentication' | 'Azure SDK';
  when: When;
  /** Whether local.settings.sample.json has it too. */
  sample: boolean;
}

const hub = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider';

/**
 * The app settings beside those of the app's own code (`describeSettings`). Together they are all that the deployment
 * sets, which the checks of infra/ prove.
 */
export const hostSettings: readonly HostSetting[] = [
  ...identityOf('AzureWebJobsStorage', "the host's own account, which Durable Functions may use too", [
    ...['blobServiceUri', 'queueServiceUri', 'tableServiceUri'],
    ...['credential', 'clientId'],
  ]),
  ...identityOf('RequestStorage', "the account with the app's queues and documents", ['credential']),
  {
    name: 'RequestStorage__queueServiceUri',
    meaning: 'Queue service of the account with the queues.',
    ...{ readBy: 'Functions host', when: 'always', sample: true },
  },
  {
    name: 'AzureWebJobsStorage',
    meaning: 'Storage of the host itself and of Durable Functions: `UseDevelopmentStorage=true` is Azurite.',
    ...{ readBy: 'Functions host', when: 'local', sample: true },
  },
  {
    name: 'FUNCTIONS_WORKER_RUNTIME',
    meaning: '`node`. Flex Consumption has it in the configuration of the app, and refuses it as a setting.',
    ...{ readBy: 'Functions host', when: 'local', sample: true },
  },
  {
    name: 'APPLICATIONINSIGHTS_CONNECTION_STRING',
    meaning: 'Where telemetry is sent. No secret: the component takes nothing without a token.',
    ...{ readBy: 'Application Insights', when: 'always', sample: false },
  },
  {
    name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
    meaning: 'How it is sent: `ClientId=<client id of the app identity>;Authorization=AAD`.',
    ...{ readBy: 'Application Insights', when: 'always', sample: false },
  },
  {
    name: 'AZURE_CLIENT_ID',
    meaning: 'Client id of the app identity, which is taken where no other is named.',
    ...{ readBy: 'Azure SDK', when: 'always', sample: false },
  },
  {
    name: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING',
    meaning: 'Endpoint of the scheduler and the identity: `Endpoint=…;Authentication=ManagedIdentity;ClientID=…`.',
    ...{ readBy: 'Durable Functions', when: 'durableTaskScheduler', sample: false },
  },
  {
    name: `${hub}__type`,
    meaning: '`azureManaged`, which puts the Durable Task Scheduler in place of what host.json says.',
    ...{ readBy: 'Durable Functions', when: 'durableTaskScheduler', sample: false },
  },
  {
    name: `${hub}__connectionStringName`,
    meaning: '`DURABLE_TASK_SCHEDULER_CONNECTION_STRING`.',
    ...{ readBy: 'Durable Functions', when: 'durableTaskScheduler', sample: false },
  },
  {
    name: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID',
    meaning: 'Client id of the app identity, which stands in for a secret of the registration.',
    ...{ readBy: 'App Service authentication', when: 'signIn', sample: false },
  },
  {
    name: 'WEBSITE_AUTH_AAD_ALLOWED_TENANTS',
    meaning: 'Tenants whose users may sign in.',
    ...{ readBy: 'App Service authentication', when: 'signIn', sample: false },
  },
];

/** The parts of a connection by identity. */
function identityOf(connection: string, what: string, parts: readonly string[]): HostSetting[] {
  const meanings: Record<string, string> = {
    blobServiceUri: `Blob service of ${what}.`,
    queueServiceUri: `Queue service of ${what}.`,
    tableServiceUri: `Table service of ${what}.`,
    credential: `\`managedidentity\`: how ${what} is reached.`,
    clientId: `Client id of the identity that reaches ${what}.`,
  };
  return parts.map((part) => ({
    name: `${connection}__${part}`,
    meaning: meanings[part] ?? '',
    ...{ readBy: 'Functions host', when: 'always', sample: false },
  }));
}
