import { raise } from '../config/events';
import { beginLooks } from '../requests/begin-looks';
import { newlyOverdue } from '../requests/overdue';
import { timerFunction } from './timer';

timerFunction('timerFollowUp', 'FOLLOW_UP_SCHEDULE', async (client, context) => {
  // First, so that it is told even when something keeps the looks from being begun.
  for await (const late of newlyOverdue()) raise(context, 'request_overdue', { ...late });
  await beginLooks(client, context);
});
