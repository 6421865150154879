/** The word that stands for an instance id in management URLs; the SDK replaces it. */
const idPlaceholder = 'INSTANCEID';

/** Where the endpoint is, and what opens it. */
export interface Endpoint {
  /** The public (webhook) base URL, without a slash at the end. */
  baseUrl: string;
  /** The base URL for the SDK's client, with a slash at the end. */
  rpcBaseUrl: string;
  hubName: string;
  /** Opens the webhooks; it is in every management URL. */
  systemKey: string;
}

/** The data of a durableClient binding, in the field names that the SDK reads. */
export function clientBindingData(endpoint: Endpoint): object {
  const { baseUrl, rpcBaseUrl, hubName, systemKey } = endpoint;
  const query = `taskHub=${hubName}&connection=Storage&code=${systemKey}`;
  return {
    taskHubName: hubName,
    creationUrls: {
      createNewInstancePostUri: `${baseUrl}/orchestrators/{functionName}[/{instanceId}]?code=${systemKey}`,
    },
    managementUrls: managementUrls(baseUrl, query, idPlaceholder),
    baseUrl,
    requiredQueryStringParameters: `code=${systemKey}`,
    rpcBaseUrl,
  };
}

/** The URLs that a client is given when it started an instance. */
export function managementUrlsOf(endpoint: Endpoint, instanceId: string): Record<string, string> {
  const query = `taskHub=${endpoint.hubName}&connection=Storage&code=${endpoint.systemKey}`;
  return managementUrls(endpoint.baseUrl, query, instanceId);
}

function managementUrls(baseUrl: string, query: string, id: string): Record<string, string> {
  const instance = `${baseUrl}/instances/${id === idPlaceholder ? id : encodeURIComponent(id)}`;
  return {
    id,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}
