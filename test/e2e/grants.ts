import { readFileSync } from 'node:fs';
import { unlistedReads, type CustomRole } from '../../tools/infra/custom-roles';

/** What the deployment grants the two identities, with all that it offers: no test may need more. */
export const grants = { reader: rightsOf('reader'), eraser: rightsOf('eraser') };

function rightsOf(identity: CustomRole['identity']) {
  const roles = Object.values(
    JSON.parse(readFileSync('infra/custom-roles.json', 'utf8')) as Record<string, CustomRole>,
  );
  const own = roles.filter((role) => role.identity === identity);
  const actionsOf = (subscription: boolean) =>
    own.filter((role) => role.ofSubscription === subscription).flatMap(({ actions }) => actions);
  return {
    actions: [...actionsOf(false), ...(identity === 'reader' ? unlistedReads : [])],
    dataActions: own.flatMap(({ dataActions }) => dataActions),
    subscriptionActions: actionsOf(true),
  };
}
