import { z } from 'zod';
import { cloudNames } from '../clouds';
import { audience, clientId, endpointTemplate, httpsUrl, oneOf } from '../fields';
import { keyFileFault } from '../key-file';

// Where things are, who the app is there, and what signs its certificates.

/** The account of the app's own documents and queues. */
export const appStorage = {
  RequestStorage__blobServiceUri: httpsUrl("the https URL of an account's blob service, without a query").describe(
    'Blob service of the account that holds requests, plans, packages and certificates.',
  ),
  RequestStorage__clientId: clientId().optional().describe('Client id of the identity that reads and writes it.'),
};

/** Who reads and who erases. */
export const identities = {
  READER_CLIENT_ID: clientId().optional().describe('Client id of the identity that lists and exports.'),
  ERASER_CLIENT_ID: clientId().optional().describe('Client id of the identity that erases.'),
};

/** Where Azure is. What is left out is as `CLOUD` has it (`clouds`). */
export const cloud = {
  CLOUD: oneOf(cloudNames)
    .default('AzureCloud')
    .describe('Which Azure: every other setting of this group has the default of this cloud.'),
  CLOUD_ARM_ENDPOINT: httpsUrl().describe('Azure Resource Manager.'),
  CLOUD_ARM_AUDIENCE: audience().describe('Token audience of ARM.'),
  CLOUD_AUTHORITY_HOST: httpsUrl().describe(
    'Where tokens come from when no managed identity is named: on the machine of a developer.',
  ),
  CLOUD_AZUREML_AUDIENCE: audience().describe('Token audience of the Azure ML data plane (run history).'),
  CLOUD_AZUREML_HOSTS: z
    .string()
    .regex(/^[a-z0-9.-]+(,[a-z0-9.-]+)*$/, {
      error: 'must be a list of host names in lower case, separated by commas',
    })
    .transform((text) => text.split(','))
    .describe('Hosts of the Azure ML data plane; only these and those below them are sent its token.'),
  CLOUD_STORAGE_AUDIENCE: audience().describe('Token audience of storage accounts.'),
  CLOUD_BLOB_ENDPOINT_TEMPLATE: endpointTemplate('{account}').describe(
    'Blob endpoint of a storage account; {account} is its name.',
  ),
  CLOUD_FILE_ENDPOINT_TEMPLATE: endpointTemplate('{account}').describe(
    'Azure Files endpoint of a storage account; {account} is its name.',
  ),
  CLOUD_REGISTRY_ENDPOINT_TEMPLATE: endpointTemplate('{registry}').describe(
    'Login server of a container registry; {registry} is its name.',
  ),
  CLOUD_REGISTRY_AUDIENCE: audience().describe('Token audience of container registries.'),
  CLOUD_KEY_VAULT_AUDIENCE: audience().describe('Token audience of key vaults.'),
};

const keyUrl = "must be the https URL of a key vault's key: https://NAME.vault.azure.net/keys/KEY, or with its version";

/** What signs certificates. */
export const certificate = {
  CERTIFICATE_KEY_ID: z
    .string()
    .regex(/^https:\/\/[^/@?#]+\/keys\/[^/?#]+(\/[^/?#]+)?$/, { error: keyUrl })
    .optional()
    .describe('Key in a key vault that signs certificates, with or without a version.'),
  CERTIFICATE_KEY_FILE: z
    .string()
    .optional()
    .superRefine((file, context) => {
      const fault = file === undefined ? undefined : keyFileFault(file);
      if (fault) context.addIssue({ code: 'custom', message: fault });
    })
    .describe('PEM file with a private key (P-256 or RSA) that signs certificates, where there is no key vault.'),
};
