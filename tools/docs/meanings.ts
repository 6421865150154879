import type { RequestState } from '../../src/requests/states';

/** What each state means to somebody who waits for the request. */
export const stateMeanings: Readonly<Record<RequestState, string>> = {
  received: 'stored; its orchestration is about to start',
  inventorying: 'everything in scope is listed, then the plan is made',
  awaiting_approval: 'the plan is frozen and waits for a decision',
  exporting:
    'jobs come to rest; records and bytes are copied into the package (an erasure without export skips this state)',
  erasing: 'bytes, then records are erased, in the order of the resource types',
  verifying: 'what was erased is looked for again; what remains is erased once more',
  completed: 'done, without gaps',
  completed_with_gaps: 'done as far as possible; the certificate names every gap',
  rejected: 'the approver said no; nothing was touched',
  expired: 'nobody decided in time; nothing was touched',
  cancelled: 'stopped on request; the certificate says what had been done',
  failed: 'a step failed for good; the certificate says what had been done',
};

/** What each code of a gap means. A test compares this list with the code. */
export const gapCodes: Readonly<Record<string, string>> = {
  not_handled: 'it exists and no resource type handles it (kind, container or file share)',
  unreadable: 'a listing was refused or failed for good; `detail` is the code of Azure',
  scope_unreadable: 'the workspaces of a subscription or resource group of the scope could not be listed',
  workspace_not_found: 'the scope names a workspace that Azure does not know',
  run_history_unreachable: 'run history can not be reached: children and exact identities of jobs are unknown',
  storage_unreadable:
    'blobs of a container or an account could not be listed: refused, or the account has no address any more (`ENOTFOUND`)',
  storage_settings_unknown:
    'the settings of a storage account could not be read, so nobody can say whether what is erased there can be restored; `detail` is the account and the code of Azure (`not_found`: no account of this name in the subscriptions of the scope)',
  deleted_container:
    'a container or file share that a workspace uses or used was deleted and can be restored until the date in `detail`: nobody can read, export or erase what is in it',
  copies_unknown:
    'the account does not list previous versions, snapshots, what is soft-deleted or blocks that were never committed (`detail` says which): there may be more of what was erased',
  subscription_unreadable:
    'other workspaces of the subscription could not be listed, so more owners of bytes may exist',
  sharing_unknown: 'owners of bytes in a workspace could not be listed: bytes of assets there count as shared',
  references_unknown:
    'what a workspace on the same account points to could not be listed: no upload or snapshot there counts as forgotten, and no datastore as unused',
  lineage_unknown:
    'the jobs, runs, assets or deployments of a workspace could not be read: models there may have been trained on data of the plan and not be listed',
  identity_conflict:
    'the same UPN or e-mail with another object id: another person, or one that the request must tell apart',
  unattributed:
    'no gap but a notice: how many things of this type exist that nothing says the owner of; a request for one person leaves them alone',
  age_unknown: 'the request filters by age and the service names no date of creation',
  identity_not_searchable: 'the request names the person by an alias alone, which finds notebooks and nothing else',
  email_not_seen:
    'the request names the person by e-mail only, and no run carries it as UPN: somebody with another UPN would not be found',
  object_id_unknown:
    'this type names people by object id only, and neither the request nor run history told the one of this person',
  display_name_unknown:
    'this type names people by display name only, and neither the request nor run history told the one of this person: only lineage could match',
  alias_unknown:
    'this type names people by alias only, and neither the request nor run history told one of this person, or a UPN that suggests one',
  share_snapshot:
    'the file share that holds planned files has snapshots, which keep copies of what is erased until they are deleted',
  plan_limit:
    'more was found than one plan may hold (`PLAN_ITEM_LIMIT`): the plan is empty and nothing is touched; `detail` is how much was found. Ask for it in parts, by a period (`filter`), by names or by workspace',
  package_limit:
    'the package has no room for these items (`PACKAGE_LIMIT_BYTES`, `PACKAGE_LIMIT_FILES`): they are `blocked` with this reason, neither exported nor erased; `detail` is how many and how large',
  restored:
    'only on the final certificate: somebody has restored what the request had erased; the items are `failed` with this reason',
  reappeared:
    'only on the final certificate: under the name of what had been erased lies something that was written since; whether it is the old content again, nobody can tell',
  not_reverified:
    'only on the final certificate: nobody could look whether this is gone for good, for 30 days after the last date',
  not_carried_out:
    'only on the final certificate: what Azure had taken on to carry out after the request was not done; `detail` has its operation',
  step_failed: 'a shard of the plan failed in this phase after all retries; it was left out of the later ones',
};

/** Kinds that a workspace can hold and that no resource type handles: the segment of their ARM path, and its name. */
export const unhandledKinds: Readonly<Record<string, string>> = {
  outboundRules: 'outbound rules of a managed network',
  marketplaceSubscriptions: 'subscriptions to models of the marketplace',
  inferencePools: 'inference pools',
};
