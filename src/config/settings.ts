import { z } from 'zod';
import { keyFileFault } from './key-file';

const url = (what: string) => z.url({ protocol: /^https$/, error: `${what} must be an https URL` });
const count = (max: number, min = 0) => z.coerce.number().int().min(min).max(max);
const columns = (usual: readonly string[]) =>
  z
    .string()
    .regex(/^\w+\.\w+(,\w+\.\w+)*$/, 'must be a list of Table.Column, separated by commas')
    .default(usual.join(','))
    .transform((text) => text.split(','));
const requirement = z.enum(['required', 'not_required']);

/**
 * Every setting this program reads, with its default. Names are app settings (environment variables); a double
 * underscore is how Functions writes a connection's parts.
 */
const schema = z.object({
  RequestStorage__blobServiceUri: url('RequestStorage__blobServiceUri').describe(
    'Blob service of the account that holds requests, plans, packages and certificates.',
  ),
  RequestStorage__clientId: z.string().optional().describe('Client id of the identity that reads and writes it.'),
  READER_CLIENT_ID: z.string().optional().describe('Client id of the identity that lists and exports.'),
  ERASER_CLIENT_ID: z.string().optional().describe('Client id of the identity that erases.'),
  CLOUD_ARM_ENDPOINT: url('CLOUD_ARM_ENDPOINT')
    .default('https://management.azure.com')
    .describe('Azure Resource Manager.'),
  CLOUD_ARM_AUDIENCE: z.string().default('https://management.azure.com').describe('Token audience of ARM.'),
  CLOUD_AZUREML_AUDIENCE: z
    .string()
    .default('https://ml.azure.com')
    .describe('Token audience of the Azure ML data plane (run history).'),
  CLOUD_AZUREML_HOSTS: z
    .string()
    .regex(/^[a-z0-9.-]+(,[a-z0-9.-]+)*$/, 'must be a list of host names in lower case, separated by commas')
    .default('azureml.ms,azureml.net')
    .transform((text) => text.split(','))
    .describe('Hosts of the Azure ML data plane; only these and those below them are sent its token.'),
  CLOUD_BLOB_ENDPOINT_TEMPLATE: z
    .string()
    .regex(/^https:\/\/.*\{account\}/, 'CLOUD_BLOB_ENDPOINT_TEMPLATE must be an https URL with {account} in it')
    .default('https://{account}.blob.core.windows.net')
    .describe('Blob endpoint of a storage account; {account} is its name.'),
  CLOUD_FILE_ENDPOINT_TEMPLATE: z
    .string()
    .regex(/^https:\/\/.*\{account\}/, 'CLOUD_FILE_ENDPOINT_TEMPLATE must be an https URL with {account} in it')
    .default('https://{account}.file.core.windows.net')
    .describe('Azure Files endpoint of a storage account; {account} is its name.'),
  CLOUD_REGISTRY_ENDPOINT_TEMPLATE: z
    .string()
    .regex(/^https:\/\/.*\{registry\}/, 'CLOUD_REGISTRY_ENDPOINT_TEMPLATE must be an https URL with {registry} in it')
    .default('https://{registry}.azurecr.io')
    .describe('Login server of a container registry; {registry} is its name.'),
  CLOUD_KEY_VAULT_AUDIENCE: z.string().default('https://vault.azure.net').describe('Token audience of key vaults.'),
  CERTIFICATE_KEY_ID: z
    .url({
      protocol: /^https$/,
      error: "must be the https URL of a key vault's key: https://NAME.vault.azure.net/keys/KEY, or with its version",
    })
    .regex(/^https:\/\/[^/]+\/keys\/[^/?#]+(\/[^/?#]+)?$/, 'must be the URL of a key: …/keys/KEY, or with its version')
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
  APPROVAL_FOR_ERASE: requirement.default('required').describe('Whether an erasure needs an approval.'),
  APPROVAL_FOR_EXPORT: requirement.default('not_required').describe('Whether an export needs an approval.'),
  APPROVAL_ITEM_LIMIT: count(1e9).default(1_000).describe('Plans with more items need approval whatever is set.'),
  APPROVAL_BYTE_LIMIT: count(1e15).default(100e9).describe('Plans with more bytes need approval whatever is set.'),
  APPROVAL_EXPIRY_DAYS: z.coerce.number().positive().max(365).default(14).describe('Days until an approval expires.'),
  PLAN_ITEM_LIMIT: count(1e7, 1)
    .default(75_000)
    .describe(
      'Plans of more items are refused: such a request ends without touching anything, with the gap `plan_limit`. Freezing a plan takes about 15 KB of memory an item, so that the usual limit fits instances of 2 GB.',
    ),
  PACKAGE_STREAM_LIMIT_BYTES: count(1e9).default(8_000_000).describe('Larger packages are given as a link.'),
  PACKAGE_LINK_MINUTES: count(1_440, 1).default(60).describe('Minutes for which a package link works.'),
  PACKAGE_LIMIT_BYTES: count(1e14)
    .default(1e12)
    .describe("Bytes that a package may hold; items that don't fit are neither exported nor erased."),
  PACKAGE_LIMIT_FILES: count(1e8).default(1_000_000).describe('The same for the number of its files.'),
  ANSWER_SECONDS: z.coerce
    .number()
    .min(1)
    .max(240)
    .default(100)
    .describe('Seconds that a service may take to answer a call, or to send the next piece of an answer.'),
  POLL_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(600)
    .default(10)
    .describe('Seconds between two looks at a long-running operation, where Azure gives no Retry-After.'),
  POLL_ROUNDS: count(10_000, 1).default(360).describe('Rounds after which an operation that never ends is a failure.'),
  VERIFY_ROUNDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(3)
    .describe('How often what is still there after erasing is erased again.'),
  TELEMETRY_COLUMNS: columns(
    ['AppRequests', 'AppTraces', 'AppExceptions', 'AppDependencies', 'AppEvents', 'AppPageViews'].map(
      (table) => `${table}.UserAuthenticatedId`,
    ),
  ).describe('Tables and columns of Log Analytics whose rows are purged when they name the person.'),
  TELEMETRY_CLASSIC_COLUMNS: columns(
    ['requests', 'traces', 'exceptions', 'dependencies', 'customEvents', 'pageViews'].map(
      (table) => `${table}.user_AuthenticatedId`,
    ),
  ).describe('The same for Application Insights components that have no Log Analytics workspace.'),
  FOLLOW_UP_SCHEDULE: z
    .string()
    .default('0 30 3 * * *')
    .describe('NCRONTAB of the look at what Azure still carries out for requests that have ended.'),
  SWEEP_SCHEDULE: z.string().default('0 0 2 * * *').describe('NCRONTAB of the retention sweep.'),
  RECONCILE_SCHEDULE: z
    .string()
    .default('0 */5 * * * *')
    .describe('NCRONTAB of the reconciler that starts requests that were stored but never started.'),
  RETENTION_POLICIES_FILE: z
    .string()
    .default('retention-policies.json')
    .describe('File with the retention policies, relative to the app folder.'),
  WEBSITE_AUTH_ENABLED: z
    .string()
    .optional()
    .transform((value) => value?.toLowerCase() === 'true')
    .describe('Set by App Service when its authentication is on. Without it every call is refused.'),
});

/** Rules about several settings. */
const rules = schema.refine((all) => !(all.CERTIFICATE_KEY_ID && all.CERTIFICATE_KEY_FILE), {
  path: ['CERTIFICATE_KEY_FILE'],
  error: 'is set beside CERTIFICATE_KEY_ID; only one key can sign: remove one of the two',
});

/** All settings, typed and with defaults. */
export type Settings = z.infer<typeof schema>;

/** One documented setting. */
export interface SettingDoc {
  name: string;
  description: string;
  default?: string;
}

let cached: Settings | undefined;

/** Reads the settings from an environment. Throws one error that lists every fault. */
export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  // An empty setting is one that isn't set; as a number it would be 0.
  const result = rules.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `- ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These app settings must be mended before the app can work:\n${faults.join('\n')}`);
}

/** The settings of this process, read once. */
export function settings(): Settings {
  return (cached ??= parseSettings(process.env));
}

/** The settings with their descriptions, for the documentation. */
export function describeSettings(): SettingDoc[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const parsed = field.safeParse(undefined);
    const value = parsed.success && parsed.data !== undefined ? String(parsed.data) : undefined;
    return { name, description: field.description ?? '', default: value };
  });
}
