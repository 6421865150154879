import { settings } from '../config/settings';
import { AzureError } from './azure-error';

/** One label of a host name (RFC 1123), which is what names of accounts and registries stand for. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * The endpoint of a storage account or registry: `template` with its name in place of what is in braces. The names come
 * from datastores, which whoever works in a workspace may register: one with a dot or a slash in it would be another host,
 * and be sent our token. Throws AzureError for such a name.
 */
export function endpointOfName(template: string, name: string): string {
  if (!label.test(name)) {
    throw new AzureError(400, 'UnsafeName', 'An account has a name that cannot stand in a host name.', false);
  }
  return template.replace(/\{\w+\}/, () => name);
}

/**
 * A URL of the Azure ML data plane, as a workspace or its discovery document names it. Throws AzureError unless it is
 * https and leads to one of the hosts of the data plane, or one below them: anybody else would be sent our token.
 */
export function dataPlaneUrl(text: string): URL {
  if (!URL.canParse(text)) throw new AzureError(502, 'InvalidAnswer', 'A workspace names a URL that is none.', false);
  const url = new URL(text);
  if (url.protocol !== 'https:') {
    throw new AzureError(502, 'InsecureUrl', 'A workspace names a URL that is not https.', false);
  }
  const ours = settings().CLOUD_AZUREML_HOSTS.some(
    (host) => url.hostname === host || url.hostname.endsWith(`.${host}`),
  );
  if (!ours) throw new AzureError(502, 'ForeignUrl', 'A workspace names a URL on another host.', false);
  return url;
}
