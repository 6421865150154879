import type { Files } from './results';
import type { Fault } from './storage';
import type { Gap } from './tables';

/** What `--json` prints. */
export interface DemoSummary {
  requestId?: string;
  /** The state in which the request ended, `refused` when it never became one, `error` when the demo broke. */
  state: string;
  /** Wall-clock time of everything, start and end of the processes included. */
  seconds: number;
  error?: string;
  /** Why the request was refused. */
  faults?: Fault[];
  planHash?: string;
  /** As the result message has them. */
  counts: Record<string, number>;
  /** Items by step, type and outcome, as the certificate has them. */
  outcomes?: Record<string, Record<string, Record<string, number>>>;
  gaps: Gap[];
  /** What exists and names nobody, so that nobody can say whose it is. */
  notices: Gap[];
  files: Files;
}

/** The exit code: 0 completed, 2 completed with gaps, 1 anything else. */
export function exitCode(state: string): number {
  if (state === 'completed') return 0;
  return state === 'completed_with_gaps' ? 2 : 1;
}
