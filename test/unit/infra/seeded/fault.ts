/** A fault that somebody could make: one text of a file for another, and the rule that must say so. */
export interface SeededFault {
  what: string;
  file: string;
  from: string;
  to: string;
  /** The rule that names it. */
  rule: string;
  /** Others that follow from the fault, where one can't be made without them. */
  also?: readonly string[];
}

/** The files that most faults are made in, below `infra`. */
export const files = {
  main: 'main.bicep',
  app: 'modules/function-app.bicep',
  settings: 'modules/app-settings.bicep',
  storage: 'modules/storage-account.bicep',
  data: 'modules/request-data.bicep',
  roles: 'modules/role-assignments.bicep',
  vault: 'modules/key-vault.bicep',
  signIn: 'modules/authentication.bicep',
  monitoring: 'modules/monitoring.bicep',
  scheduler: 'modules/durable-task-scheduler.bicep',
  grant: 'modules/access/grant-storage-account.bicep',
} as const;

/** One seeded fault; `from` is the text that stands in the file, `to` what stands there instead. */
export const fault = (
  file: string,
  rule: string,
  what: string,
  from: string,
  to: string,
  also: string[] = [],
): SeededFault => ({
  what,
  file,
  from,
  to,
  rule,
  also,
});
