import type { Found } from '../../resources/resource-type';
import { matchActors, type Evidence } from '../../subjects/match';
import { subjectOf, type Subject } from '../../subjects/subject';
import { refOf } from '../keys';
import type { DataRequest, Filter } from '../schema';

/** Whether a request asks for something, and why. */
export type Selection =
  | { kind: 'selected'; evidence: Evidence }
  /** The same UPN with another object id: another person, and worth telling. */
  | { kind: 'conflict' }
  /** A condition can't be decided because the service doesn't say (`reason`). */
  | { kind: 'undecidable'; reason: string }
  | { kind: 'no' };

/** What the inventory of jobs taught about the subject. Restricted: it names the person. */
export interface Learned {
  /** Names of jobs that are surely theirs, by workspace id in lower case. */
  jobs: ReadonlyMap<string, ReadonlySet<string>>;
  displayNames: readonly string[];
  /** UPNs under which run history shows those jobs: they suggest an alias, and decide nothing else. */
  principals?: readonly string[];
  /** Their object id, if run history shows exactly one under the UPNs of the request; computes know nothing else. */
  objectId?: string;
}

/** Nothing learned yet. */
export const nothingLearned: Learned = { jobs: new Map(), displayNames: [] };

/** The subject of a request with the names that run history gives them; undefined when it names none. */
export function subjectOfRequest(request: DataRequest, learned: Learned): Subject | undefined {
  return (
    request.subject && subjectOf(request.subject.identities, learned.displayNames, learned.objectId, learned.principals)
  );
}

/** Decides for one found thing. `receivedAt` is the day from which an age counts; `workspace` its ARM id. */
export function select(
  request: DataRequest,
  subject: Subject | undefined,
  learned: Learned,
  receivedAt: string,
  workspace: string,
  found: Found,
): Selection {
  const { filter, everything } = request.scope;
  const filtered = filter ? applyFilter(filter, receivedAt, found) : 'yes';
  if (filtered === 'no') return { kind: 'no' };
  const selection = bySubject(subject, learned, workspace, found, everything === true);
  if (filtered === 'age_unknown' && selection.kind === 'selected')
    return { kind: 'undecidable', reason: 'age_unknown' };
  return selection;
}

function bySubject(
  subject: Subject | undefined,
  learned: Learned,
  workspace: string,
  found: Found,
  everything: boolean,
): Selection {
  if (!subject && found.forSubject) return { kind: 'no' };
  if (!subject) {
    const rule = everything ? 'everything' : 'filter';
    return { kind: 'selected', evidence: { strength: 'strong', rule, by: 'request' } };
  }
  const match = matchActors(subject, found.actors);
  if (match.kind === 'match' && match.evidence.strength === 'strong')
    return { kind: 'selected', evidence: match.evidence };
  if (match.kind === 'conflict') return { kind: 'conflict' };
  if (found.forSubject) {
    return { kind: 'selected', evidence: { strength: 'strong', rule: 'subject', by: 'request' } };
  }
  // What a job of theirs made is theirs, unless the service names somebody else as its maker: registering a model from
  // another person's job makes it one's own.
  const madeBy = found.madeBy?.find((job) => learned.jobs.get(workspace.toLowerCase())?.has(job));
  if (madeBy && (match.kind === 'match' || found.actors.length === 0)) {
    return { kind: 'selected', evidence: { strength: 'strong', rule: 'lineage', by: `job:${refOf(madeBy)}` } };
  }
  if (match.kind === 'match') return { kind: 'selected', evidence: match.evidence };
  return { kind: 'no' };
}

function applyFilter(filter: Filter, receivedAt: string, found: Found): 'yes' | 'no' | 'age_unknown' {
  if (filter.names && !filter.names.includes(found.name) && !filter.names.includes(found.name.replace(/:[^:]*$/, ''))) {
    return 'no';
  }
  if (filter.experiments && (!found.experiment || !filter.experiments.includes(found.experiment))) return 'no';
  for (const [key, value] of Object.entries(filter.tags ?? {})) {
    if (found.tags?.[key] !== value) return 'no';
  }
  const before = [
    filter.createdBefore && Date.parse(filter.createdBefore),
    filter.olderThanDays && Date.parse(receivedAt) - filter.olderThanDays * 86_400_000,
  ].filter((time) => typeof time === 'number');
  const after = filter.createdAfter ? Date.parse(filter.createdAfter) : undefined;
  if (before.length === 0 && after === undefined) return 'yes';
  if (!found.createdAt) return 'age_unknown';
  const created = Date.parse(found.createdAt);
  return before.every((time) => created < time) && (after === undefined || created >= after) ? 'yes' : 'no';
}

/** The values of a request by which logs name a person: object ids, UPNs and e-mail addresses. */
export function identifiersOf(request: DataRequest): string[] {
  const identities = request.subject?.identities ?? [];
  return identities.filter(({ type }) => ['object_id', 'upn', 'email'].includes(type)).map(({ value }) => value);
}
