import { throttling } from '../azure/throttling';
import { raise, type EventLog } from '../config/events';

/** Tells operators how many calls were refused for being too many, if any were and it is time to tell. */
export function tellThrottling(log: EventLog): void {
  const refused = throttling.take();
  if (refused) raise(log, 'azure_throttled', refused);
}
