import { childId } from '../azure/arm-id';
import { deleteRecord, hasDrifted, refused } from './erasing/delete-record';
import { armActors, armTimes, objectAt, stringsAt, textAt } from './json';
import type { EraseContext, Found, ResourceType, Step, Target } from './resource-type';

/** Schedules of jobs, enabled and disabled ones. */
export const schedule: ResourceType = {
  name: 'schedule',
  title: 'Schedules',
  summary: 'Schedules, enabled and disabled; they are disabled first, so that no new job starts meanwhile.',
  namesPeopleBy: 'display name',
  recordMayTakeBytes: false,
  erasure: 'delete',
  residue: [],
  permissions: { read: ['schedules/read'], erase: ['schedules/write', 'schedules/delete'] },

  async list(context, next) {
    const page = await context.arm.page(next ?? `${context.workspace.id}/schedules?listViewType=All`);
    const found = page.value.map((body): Found => ({
      id: childId(context.workspace.id, 'schedules', textAt(body, 'name') ?? ''),
      name: textAt(body, 'name') ?? '',
      actors: armActors(body),
      ...armTimes(body),
      tags: stringsAt(objectAt(body, 'properties'), 'tags'),
      ranges: [],
    }));
    return { found, next: page.next };
  },

  async *records({ arm }, target) {
    const body = await arm.get(target.id);
    if (body) yield { source: 'arm', body };
  },

  quiesce: (context, target) => disable(context, target),
  // Azure docs: a schedule "must be disabled before deletion".
  async erase(context, target) {
    const rest = await disable(context, target);
    return rest.state === 'done' && rest.outcome === 'already_absent' ? deleteRecord(context, target) : rest;
  },
};

async function disable(context: EraseContext, target: Target): Promise<Step> {
  const body = await context.reader.get(target.id);
  const properties = objectAt(body, 'properties');
  if (!body || properties.isEnabled === false) return { state: 'done', outcome: 'already_absent' };
  if (hasDrifted(context, target, body)) return { state: 'done', outcome: 'drifted', reason: 'changed_after_plan' };
  await context.intend();
  const answer = await context.arm.send('PUT', target.id, undefined, {
    properties: { ...properties, isEnabled: false },
  });
  return answer.status < 300 ? { state: 'waiting', retryAfterSeconds: 1 } : refused(answer);
}
