import { z } from 'zod';
import { approvalSchema } from '../../src/requests/plan/decide';
import { certificateSchema } from '../../src/requests/certificate/certificate';
import { policiesSchema } from '../../src/requests/retention';
import { requestSchema } from '../../src/requests/schema';

/** A JSON Schema (2020-12), as far as this program writes any. */
export interface JsonSchema {
  type?: string;
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  enum?: string[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  [keyword: string]: unknown;
}

function jsonSchema(schema: z.ZodType, title: string): JsonSchema {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  return { $schema, title, ...rest };
}

/** Rules that zod checks beyond its types, said in JSON Schema; a test holds the two against each other. */
const scopeRules: JsonSchema = {
  anyOf: [
    { required: ['subject'] },
    { properties: { scope: { required: ['filter'] } } },
    { properties: { scope: { required: ['everything'], properties: { everything: { const: true } } } } },
  ],
  not: {
    properties: { scope: { required: ['everything'], properties: { everything: { const: true } } } },
    anyOf: [{ required: ['subject'] }, { properties: { scope: { required: ['filter'] } } }],
  },
};

/** Azure compares ARM ids without case; JSON Schema has no flag for that. */
function withoutCase(pattern: string): string {
  const fixed =
    /subscriptions|resourceGroups|providers|Microsoft|MachineLearningServices|workspaces|storageAccounts|Storage/g;
  return pattern
    .replace('[a-z0-9]', '[A-Za-z0-9]')
    .replace(fixed, (word) => word.replace(/./g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`));
}

/** The schema of a request. */
export function requestJsonSchema(): JsonSchema {
  const schema = jsonSchema(requestSchema, 'A request to azureml-data-requests');
  const { filter, workspaces, storageAccounts } = schema.properties?.scope?.properties ?? {};
  const identity = schema.properties?.subject?.properties?.identities?.items?.properties?.value;
  const ids = [workspaces?.items, storageAccounts?.items].flatMap((each) => (each?.pattern ? [each] : []));
  if (!filter?.properties?.tags || ids.length !== 2 || !identity) {
    throw new Error('The request schema has another shape than the rules that are added to it.');
  }
  identity.allOf = [{ pattern: '\\S' }];
  filter.properties.tags.minProperties = 1;
  for (const each of ids) each.pattern = withoutCase(each.pattern ?? '');
  filter.minProperties = 1;
  filter.properties.tags.maxProperties = 20;
  return { ...schema, ...scopeRules };
}

/** The schema of an approver's decision. */
export function approvalJsonSchema(): JsonSchema {
  return jsonSchema(approvalSchema, 'A decision about a plan of azureml-data-requests');
}

/** The schema of a certificate. */
export function certificateJsonSchema(): JsonSchema {
  return jsonSchema(certificateSchema, 'A certificate of azureml-data-requests');
}

/** The schema of the file with the retention policies. Its requests are requests without person and id. */
export function policiesJsonSchema(): JsonSchema {
  const schema = jsonSchema(policiesSchema, 'Retention policies of azureml-data-requests');
  const policy = schema.properties?.policies?.items?.properties;
  if (!policy) throw new Error('The policy schema no longer has a list of policies.');
  const { $schema: _, title: __, ...request } = requestJsonSchema();
  const { subject: ___, requestId: ____, ...properties } = request.properties ?? {};
  policy.request = { ...request, properties };
  return schema;
}
