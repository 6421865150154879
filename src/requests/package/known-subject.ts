import { Documents } from '../../storage/documents';
import { normaliseIdentity, type Subject } from '../../subjects/subject';
import { loadRequest } from '../request-store';
import { nothingLearned, subjectOfRequest, type Learned } from '../plan/selection';

const documents = new Documents();
const nameOf = (key: string) => `requests/${key}/learned.json`;

/** Writes down how run history names the subject, for the steps after the inventory. Restricted: it names a person. */
export async function rememberLearned(key: string, { jobs: _jobs, ...names }: Learned): Promise<void> {
  await documents.create(nameOf(key), names);
}

/**
 * The subject whose records leave no room for other people: undefined when the request names none, or wants others
 * kept.
 */
export async function subjectToKeep(key: string): Promise<Subject | undefined> {
  const { request } = await loadRequest(key);
  if (request.package?.otherPeople === 'kept') return undefined;
  const learned = (await documents.read<Omit<Learned, 'jobs'>>(nameOf(key)))?.value;
  const subject = subjectOfRequest(request, { ...nothingLearned, ...learned });
  // A request may name only an object id; their address stands in records that don't know it.
  const principals = (learned?.principals ?? []).map(normaliseIdentity);
  return subject && { ...subject, principals: new Set([...subject.principals, ...principals]) };
}
