import { made, propertyText } from '../../deployment/find';
import type { Plan } from '../../deployment/planned';

/** The three identities of the app, by what is in the names of their resources. */
export const identities = ['app', 'reader', 'eraser'] as const;
export type Identity = (typeof identities)[number];

/** The identity whose property (`clientId`, `principalId`) a text is; undefined where it is none's. */
export function identityOf(plan: Plan, text: string | undefined, property: string): Identity | undefined {
  const found = made(plan, 'Microsoft.ManagedIdentity/userAssignedIdentities').find(
    (resource) => propertyText(resource, `properties.${property}`) === text,
  );
  return identities.find((identity) => found?.name.startsWith(`id-${identity}-`));
}
