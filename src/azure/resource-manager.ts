import { ResourceManagementClient } from '@azure/arm-resources';
import { settings } from '../config/settings';
import { asAzureError } from './azure-error';
import { credentialFor } from './credential';
import { leaveLongWaits } from './long-waits';

/**
 * The resource types beyond Azure ML that are read or deleted, each with a version that is generally available: it is
 * used where the provider may not be asked (Azure docs: REST reference of each service).
 */
const fallbacks = {
  'Microsoft.Authorization/locks': '2020-05-01',
  'Microsoft.Storage/storageAccounts': '2023-05-01',
  'Microsoft.KeyVault/vaults': '2023-07-01',
  'Microsoft.ContainerRegistry/registries': '2023-07-01',
  'Microsoft.Insights/components': '2020-02-02',
  'Microsoft.OperationalInsights/workspaces': '2023-09-01',
} as const;

/** A resource type beyond Azure ML. */
export type ForeignType = keyof typeof fallbacks;

/** Type names in lower case with the api-versions that the provider offers, by subscription and namespace. */
const providers = new Map<string, ReadonlyMap<string, readonly string[]>>();

/**
 * The newest api-version of a type that is no preview, as its provider offers it in this subscription: clouds and
 * regions differ. Where the provider may not be asked, a version that is known to exist. Throws what time may heal.
 */
export async function apiVersionOf(type: ForeignType, subscriptionId: string): Promise<string> {
  const [namespace = '', name = ''] = type.split('/');
  const offered = (await typesOf(namespace, subscriptionId)).get(name.toLowerCase()) ?? [];
  return newestStable(offered) ?? fallbacks[type];
}

/** The newest of some api-versions that is no preview; undefined when all are. */
export function newestStable(versions: readonly string[]): string | undefined {
  return versions
    .filter((version) => /^\d{4}-\d{2}-\d{2}$/.test(version))
    .sort()
    .at(-1);
}

async function typesOf(namespace: string, subscriptionId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const key = `${subscriptionId} ${namespace}`.toLowerCase();
  const known = providers.get(key);
  if (known) return known;
  const { CLOUD_ARM_ENDPOINT, CLOUD_ARM_AUDIENCE } = settings();
  const client = new ResourceManagementClient(credentialFor('reader'), subscriptionId, {
    endpoint: CLOUD_ARM_ENDPOINT,
    credentialScopes: [`${CLOUD_ARM_AUDIENCE}/.default`],
    retryOptions: { maxRetries: 4, maxRetryDelayInMs: 8_000 },
    additionalPolicies: [{ policy: leaveLongWaits, position: 'perRetry' }],
  });
  try {
    const { resourceTypes = [] } = await client.providers.get(namespace);
    const types = new Map(
      resourceTypes.map((type) => [type.resourceType?.toLowerCase() ?? '', type.apiVersions ?? []] as const),
    );
    providers.set(key, types);
    return types;
  } catch (thrown) {
    const error = asAzureError(thrown);
    if (error.transient) throw error;
    return new Map();
  }
}
