import type { Settings } from '../../config/settings';
import type { DataRequest } from '../schema';
import type { Plan } from './plan';

/** What the settings say of approvals. */
export type ApprovalRules = Pick<
  Settings,
  'APPROVAL_FOR_ERASE' | 'APPROVAL_FOR_EXPORT' | 'APPROVAL_ITEM_LIMIT' | 'APPROVAL_BYTE_LIMIT'
>;

/** Whether somebody has to decide about a plan. The settings are the floor: a request can ask for more, never for less. */
export function needsApproval(
  { action, approval: asked, scope }: Pick<DataRequest, 'action' | 'approval' | 'scope'>,
  { items, bytes }: Pick<Plan['totals'], 'items' | 'bytes'>,
  rules: ApprovalRules,
): boolean {
  const floor = action === 'export' ? rules.APPROVAL_FOR_EXPORT : rules.APPROVAL_FOR_ERASE;
  const large = items > rules.APPROVAL_ITEM_LIMIT || bytes > rules.APPROVAL_BYTE_LIMIT;
  // What everybody in a workspace has goes with it.
  const whole = action !== 'export' && scope.includeWorkspace === true;
  return floor === 'required' || asked === 'required' || large || whole;
}
