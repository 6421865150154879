import { requestedTypes } from '../../resources/requested';
import type { Gap, ResourceType } from '../../resources/resource-type';
import type { DataRequest } from '../schema';
import { subjectOfRequest, type Learned } from './selection';

/**
 * What the subject's identifiers can't find, so that "nothing was found" is never taken for "there is nothing": an
 * alias names folders only, run history knows UPNs and no other e-mail addresses, and most assets know display names.
 */
export function unsearchable(
  request: DataRequest,
  learned: Learned,
  types: readonly Pick<ResourceType, 'name' | 'namesPeopleBy'>[],
): Gap[] {
  const subject = subjectOfRequest(request, learned);
  if (!subject) return [];
  const asked = requestedTypes(request.scope);
  const askedTypes = types.filter((type) => asked.includes(type.name));
  if (subject.objectIds.size + subject.principals.size + subject.displayNames.size === 0) {
    if (askedTypes.every(({ namesPeopleBy }) => namesPeopleBy === 'alias')) return [];
    return [{ code: 'identity_not_searchable', type: 'subject', detail: 'an alias alone finds notebooks only' }];
  }
  const gaps: Gap[] = [];
  const kinds = new Set(request.subject?.identities.map((identity) => identity.type));
  const sure = kinds.has('object_id') || kinds.has('upn');
  if (!sure && kinds.has('email') && learned.jobs.size === 0) gaps.push({ code: 'email_not_seen', type: 'subject' });
  for (const { name, namesPeopleBy } of askedTypes) {
    if (namesPeopleBy === 'object id' && subject.objectIds.size === 0)
      gaps.push({ code: 'object_id_unknown', type: name });
    if (namesPeopleBy === 'display name' && subject.displayNames.size === 0)
      gaps.push({ code: 'display_name_unknown', type: name });
    if (namesPeopleBy === 'alias' && subject.aliases.size + subject.likelyAliases.size === 0)
      gaps.push({ code: 'alias_unknown', type: name });
  }
  return gaps;
}
