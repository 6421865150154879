import { needsApproval, type ApprovalRules } from '../../../../src/requests/plan/needs-approval';

const strict: ApprovalRules = {
  APPROVAL_FOR_ERASE: 'required',
  APPROVAL_FOR_EXPORT: 'required',
  APPROVAL_ITEM_LIMIT: 10,
  APPROVAL_BYTE_LIMIT: 1_000,
};
const lax: ApprovalRules = { ...strict, APPROVAL_FOR_ERASE: 'not_required', APPROVAL_FOR_EXPORT: 'not_required' };
const scope = { workspaces: ['w'] };
const small = { items: 10, bytes: 1_000 };
const actions = ['export', 'erase', 'export_and_erase'] as const;

describe.each(actions)('an approval of %s', (action) => {
  it('is needed where the settings say so, whatever the request says', () => {
    for (const approval of ['not_required', 'required', undefined] as const) {
      expect(needsApproval({ action, approval, scope }, small, strict)).toBe(true);
    }
  });

  it('is needed where the request asks for it, and else not', () => {
    expect(needsApproval({ action, approval: 'required', scope }, small, lax)).toBe(true);
    expect(needsApproval({ action, approval: 'not_required', scope }, small, lax)).toBe(false);
    expect(needsApproval({ action, scope }, small, lax)).toBe(false);
  });

  it('is needed for a plan above either limit', () => {
    const request = { action, approval: 'not_required', scope } as const;
    expect(needsApproval(request, { ...small, items: 11 }, lax)).toBe(true);
    expect(needsApproval(request, { ...small, bytes: 1_001 }, lax)).toBe(true);
  });

  it('is needed when whole workspaces are erased', () => {
    const request = { action, approval: 'not_required', scope: { ...scope, includeWorkspace: true } } as const;
    expect(needsApproval(request, small, lax)).toBe(action !== 'export');
  });
});

it('tells an export from an erasure, also from one with an export', () => {
  const either: ApprovalRules = { ...lax, APPROVAL_FOR_ERASE: 'required' };
  expect(actions.map((action) => needsApproval({ action, scope }, small, either))).toEqual([false, true, true]);
});
