/** A file of parameters as Azure Resource Manager reads it. */
export interface ParametersFile {
  $schema: string;
  contentVersion: string;
  parameters: Record<string, { value: unknown }>;
}

/**
 * The parameters of one installation: its name and region, and what `given`, the text of a JSON object, says of others.
 * @throws an error when `given` is something else
 */
export function parametersFile(environmentName: string, location: string, given: string): ParametersFile {
  const values: unknown = JSON.parse(given);
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new Error('PARAMETERS must be a JSON object: {"name of a parameter": its value}.');
  }
  const all: Record<string, unknown> = { environmentName, location, ...values };
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
    contentVersion: '1.0.0.0',
    parameters: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, { value }])),
  };
}

/** The outputs of a deployment as Azure gives them: name to type and value. */
export type Outputs = Readonly<Record<string, { type: string; value: unknown }>>;

/**
 * The texts among the outputs as lines `NAME=value`, as GitHub reads the outputs of a step. In capitals, as main.bicep
 * has them: Resource Manager may give the first letters of a name back in lower case.
 */
export function outputLines(outputs: Outputs): string {
  return Object.entries(outputs)
    .filter(([, { value }]) => typeof value === 'string' && !value.includes('\n'))
    .map(([name, { value }]) => `${name.toUpperCase()}=${value as string}\n`)
    .join('');
}
