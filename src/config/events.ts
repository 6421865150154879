import type { InvocationContext } from '@azure/functions';

/** One row of the table of events. */
export interface EventRow {
  level: 'error' | 'warn' | 'info';
  meaning: string;
  /** What the line tells, by the name of the field. References, codes and counts: never anything that names a person. */
  fields: Readonly<Record<string, string>>;
  /** The alert of infra/modules/alerts.bicep that looks for it, and the runbook of that name; none for what is only told. */
  alert?: string;
}

const request = 'key of the request, which is its instance id';

/**
 * What the log tells operators, by the name that alerts look for: a line begins with `event=NAME `. Names don't change.
 * docs/runbooks.md is checked against this table, and the queries of infra/modules/alerts.bicep are.
 */
export const events = {
  request_failed: {
    level: 'error',
    meaning: 'A request ended as `failed`: a step could not be done, however often it was tried.',
    fields: { request },
    alert: 'request-failed',
  },
  request_overdue: {
    level: 'error',
    meaning: 'A request has not ended after `OVERDUE_DAYS`; told once a day.',
    fields: { request, days: 'days since it was received', state: 'its state' },
    alert: 'request-overdue',
  },
  request_stuck: {
    level: 'error',
    meaning: 'The orchestration of a request has ended, but not the request; told by each run of the reconciler.',
    fields: { request, state: 'the state that it stays in' },
    alert: 'request-stuck',
  },
  request_resumed: {
    level: 'info',
    meaning: 'The task hub did not know the orchestration of a request any more; it was begun anew.',
    fields: { request, state: 'the state in which it goes on' },
  },
  message_rejected: {
    level: 'warn',
    meaning: 'A message on the request queue was no valid request; it was put on the poison queue.',
    fields: { message: 'blob in `privacy-rejected` that says why', code: 'code of the error' },
    alert: 'message-rejected',
  },
  message_failing: {
    level: 'warn',
    meaning: 'A message on the request queue could not be handled five times or more; the host will put it aside.',
    fields: { message: 'fingerprint of the message', tries: 'how often it was tried', code: 'what went wrong' },
    alert: 'message-failing',
  },
  azure_throttled: {
    level: 'warn',
    meaning: 'Azure refused calls for being too many; told at most once a minute by each instance.',
    fields: {
      resource_manager: 'refusals by Resource Manager',
      storage: 'refusals by storage accounts',
      data_plane: 'refusals by Azure ML and registries',
      seconds: 'length of the time that they fell into',
    },
    alert: 'azure-throttled',
  },
  settings_invalid: {
    level: 'error',
    meaning: 'Settings have faults, so that every function refuses to work; told at the start and by the reconciler.',
    fields: { settings: 'names of the settings' },
    alert: 'settings-invalid',
  },
  settings_doubtful: {
    level: 'warn',
    meaning: 'Settings are valid and yet probably not what was meant; told at the start.',
    fields: { settings: 'names of the settings' },
    alert: 'settings-doubtful',
  },
  certificate_unsigned: {
    level: 'error',
    meaning: 'A certificate was issued without a signature although a key is set.',
    fields: { request, code: 'why the key could not be used' },
    alert: 'certificate-unsigned',
  },
  certificate_not_filed: {
    level: 'error',
    meaning: 'The copy of a certificate for auditors could not be written; told by each run of the reconciler.',
    fields: { code: 'what went wrong' },
    alert: 'certificate-not-filed',
  },
  timer_failed: {
    level: 'error',
    meaning: 'The reconciler, the follow-up or the retention sweep failed; its next run tries again.',
    fields: { timer: 'name of the function', code: 'what went wrong' },
    alert: 'timer-failed',
  },
  follow_up_failed: {
    level: 'error',
    meaning: 'The later look at an ended request failed; it is begun anew every day.',
    fields: { request },
    alert: 'follow-up-failed',
  },
  erasure_undone: {
    level: 'error',
    meaning:
      'The final certificate has gaps: something was restored or reappeared, or Azure did not do what it had accepted.',
    fields: { request, gaps: 'number of gaps that were found later' },
    alert: 'erasure-undone',
  },
  completed_with_gaps: {
    level: 'info',
    meaning: 'A request ended as `completed_with_gaps`; its certificate names them.',
    fields: { request, gaps: 'number of gaps' },
  },
} as const satisfies Record<string, EventRow>;

/** The name of an event. */
export type EventName = keyof typeof events;

/** What a line of an event tells. */
type Fields<N extends EventName> = Partial<Record<keyof (typeof events)[N]['fields'], string | number>>;

/** The line of an event: `event=request_failed request=0123…`, and what a person may want to read behind it. */
export function eventLine<N extends EventName>(name: N, fields: Fields<N>, text?: string): string {
  const told = Object.entries(fields).map(([field, value]) => `${field}=${String(value).replace(/\s+/g, '_')}`);
  return [`event=${name}`, ...told, ...(text ? [`| ${text.replace(/\s*\n\s*/g, ' ')}`] : [])].join(' ');
}

/** What events are written to: the log of an invocation. */
export type EventLog = Pick<InvocationContext, EventRow['level']>;

/** Writes an event to a log. */
export function raise<N extends EventName>(log: EventLog, name: N, fields: Fields<N>, text?: string): void {
  log[events[name].level](eventLine(name, fields, text));
}
