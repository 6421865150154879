import { ContainerRegistryClient, type ContainerRepositoryProperties } from '@azure/container-registry';
import { settings } from '../config/settings';
import { asAzureError, AzureError } from './azure-error';
import { credentialFor, type Role } from './credential';
import { endpointOfName } from './service-url';
import { patientClient } from './patient-client';

const clients = new Map<string, ContainerRegistryClient>();

/** The URL of a registry's data plane; `registry` is the first label of its login server. */
export function registryUrl(registry: string): string {
  return endpointOfName(settings().CLOUD_REGISTRY_ENDPOINT_TEMPLATE, registry);
}

/** The data plane of a container registry, for a role. */
export function containerRegistry(role: Role, registry: string): ContainerRegistryClient {
  const key = `${role} ${registry}`;
  let client = clients.get(key);
  if (!client) {
    client = new ContainerRegistryClient(registryUrl(registry), credentialFor(role), {
      retryOptions: { maxRetries: 4, maxRetryDelayInMs: 8_000 },
      httpClient: patientClient(),
      audience: settings().CLOUD_REGISTRY_AUDIENCE,
    });
    clients.set(key, client);
  }
  return client;
}

/** The first code in the body of a registry's refusal: `{"errors":[{"code":"NAME_UNKNOWN", …}]}`. */
function codeIn(thrown: unknown): string | undefined {
  const text = (thrown as { response?: { bodyAsText?: unknown } } | undefined)?.response?.bodyAsText;
  if (typeof text !== 'string') return undefined;
  return /"code"\s*:\s*"([A-Z_]+)"/.exec(text)?.[1];
}

/** What a registry's SDK threw, as an AzureError with the registry's own code. */
export function registryError(thrown: unknown): AzureError {
  const error = asAzureError(thrown);
  // A host name that doesn't exist: the registry was deleted, or a private one is not to be seen from here.
  if (error.code === 'ENOTFOUND') {
    return new AzureError(0, 'RegistryNotFound', 'The host name of a container registry does not exist.', false);
  }
  const code = codeIn(thrown) ?? error.code;
  // The SDK has answered the challenge by then, so a 401 means that the identity may not.
  const status = error.status === 401 ? 403 : error.status;
  return new AzureError(
    status,
    code,
    `A container registry answered ${status} ${code}.`,
    error.status !== 401 && error.transient,
  );
}

/** Names of the repositories of a registry, in order. Throws AzureError. */
export async function* repositoryNames(registry: string): AsyncGenerator<string> {
  try {
    yield* containerRegistry('reader', registry).listRepositoryNames();
  } catch (thrown) {
    throw registryError(thrown);
  }
}

/** One page of the names of repositories, in order. Throws AzureError. */
export async function repositoryPage(
  registry: string,
  continuationToken?: string,
): Promise<{ names: string[]; next?: string }> {
  try {
    const pages = containerRegistry('reader', registry).listRepositoryNames().byPage({ continuationToken });
    for await (const page of pages) return { names: [...page], next: page.continuationToken };
    return { names: [] };
  } catch (thrown) {
    throw registryError(thrown);
  }
}

/** What a registry says of a repository; undefined when there is none. Throws AzureError. */
export async function repositoryProperties(
  registry: string,
  repository: string,
): Promise<ContainerRepositoryProperties | undefined> {
  try {
    return await containerRegistry('reader', registry).getRepository(repository).getProperties();
  } catch (thrown) {
    const error = registryError(thrown);
    if (error.status === 404) return undefined;
    throw error;
  }
}
