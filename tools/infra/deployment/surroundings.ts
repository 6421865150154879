/** The subscription that deployments are planned in; nothing of it exists. */
export const subscriptionId = '00000000-0000-4000-8000-000000000001';

/** What a deployment finds in any cloud: the values of `tenant()` and `deployer()`. */
export const environment = {
  tenantId: '00000000-0000-4000-8000-0000000000aa',
  deployer: {
    objectId: '00000000-0000-4000-8000-0000000000dd',
    tenantId: '00000000-0000-4000-8000-0000000000aa',
    userPrincipalName: 'deployer@example.org',
  },
};
