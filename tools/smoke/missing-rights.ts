import type { Finding } from './finding';

/** A gap as a request's view has it. */
export interface Gap {
  code: string;
  type: string;
  detail?: string;
}

/** Codes with which Azure says that a right is missing (Resource Manager, storage, registries), and its bare status. */
const refused =
  /AuthorizationFailed|LinkedAuthorizationFailed|AuthorizationPermissionMismatch|AuthorizationFailure|InsufficientAccountPermissions|InsufficientPermissions|Forbidden|DENIED|Http403/i;

const reader = 'the role "Data requests reader" (infra/custom-roles.json)';

/** Which role mends a gap, by its code. */
const mending: Readonly<Record<string, string>> = {
  unreadable: `Grant the reader identity ${reader} on the workspace.`,
  scope_unreadable: 'Grant the reader identity "Data requests subscription reader" on the subscription.',
  run_history_unreachable: `Grant the reader identity ${reader} on the workspace: it has workspaces/experiments/runs/read.`,
  storage_unreadable: `Grant the reader identity ${reader} on the storage account, and let it through the account's firewall.`,
  storage_settings_unknown: `Grant the reader identity ${reader} on the storage account.`,
  subscription_unreadable: 'Grant the reader identity "Data requests subscription reader" on the subscription.',
  sharing_unknown: `Grant the reader identity ${reader} on the other workspaces that use the same storage.`,
  references_unknown: `Grant the reader identity ${reader} on the other workspaces that use the same storage.`,
  lineage_unknown: `Grant the reader identity ${reader} on the workspaces that use the same storage.`,
};

/** A workspace that Azure doesn't show may be one that the identity may not see. */
const unseen = `Check the id of the workspace, and grant the reader identity ${reader} on it: Azure doesn't tell the two apart.`;

/** What the gaps of a dry run come to: those that a right would mend first, with the role; the rest by code. */
export function findingsOfGaps(gaps: readonly Gap[]): Finding[] {
  const rights = new Map<string, Set<string>>();
  const others = new Map<string, number>();
  for (const { code, type, detail = '' } of gaps) {
    const mend = code === 'workspace_not_found' ? unseen : refused.test(detail) ? mending[code] : undefined;
    // Not their details: some name workspaces, accounts or containers.
    if (mend) rights.set(`${code}\n${mend}`, (rights.get(`${code}\n${mend}`) ?? new Set()).add(type));
    else others.set(code, (others.get(code) ?? 0) + 1);
  }
  return [
    ...[...rights].map(([entry, types]): Finding => {
      const [code, todo] = entry.split('\n');
      if (code === 'workspace_not_found') return { verdict: 'gap', what: 'the workspace is not found', todo };
      return { verdict: 'gap', what: `a right is missing: ${code} (${[...types].sort().join(', ')})`, todo };
    }),
    ...[...others].map(([code, count]): Finding => ({
      ...{ verdict: 'gap', what: `gap ${code}${count > 1 ? ` (${count})` : ''}` },
      todo: 'docs/outcomes.md says what it means. It need not be mended, but every certificate will name it.',
    })),
  ];
}
