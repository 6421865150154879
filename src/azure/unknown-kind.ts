import type { AzureError } from './azure-error';

/**
 * Whether Azure Resource Manager doesn't know a kind of resource, or not in this api-version: older services don't know
 * the newer kinds, and what they don't know they don't hold. The codes are those that ARM documents for it.
 */
export function isUnknownKind({ status, code }: Pick<AzureError, 'status' | 'code'>): boolean {
  return (
    status === 404 || /NoRegisteredProvider|InvalidApiVersion|UnsupportedApiVersion|InvalidResourceType/.test(code)
  );
}
