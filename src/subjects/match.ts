import { normaliseIdentity, type Subject } from './subject';

/** Somebody named by a resource, as far as the service tells. */
export interface Actor {
  /** What they are to the resource. */
  relation: 'created_by' | 'modified_by' | 'owner' | 'assigned';
  /** Where the service says so; only run history and computes know object ids, and notebook folders aliases. */
  source: 'run_history' | 'arm' | 'compute' | 'notebook';
  objectId?: string;
  /** UPN or e-mail. */
  principal?: string;
  displayName?: string;
  /** Name of their folder among the notebooks: mostly what stands before the @ of their UPN. */
  alias?: string;
}

/** How sure a match is. */
export type Strength = 'strong' | 'weak';

/** Why an item is in the plan. Never carries an identifier of the person. */
export interface Evidence {
  strength: Strength;
  rule: 'object_id' | 'principal' | 'display_name' | 'alias' | 'lineage' | 'filter' | 'everything' | 'subject';
  /** What the actor was; for lineage `job:` with the reference of the job's name, or `part_of:` with that of the whole. */
  by: string;
}

/** The answer of a comparison. A conflict is the same name with another object id: another person. */
export type Match = { kind: 'match'; evidence: Evidence } | { kind: 'conflict' } | { kind: 'none' };

/** Compares one actor with the subject. The strongest rule that applies decides. */
export function matchActor(subject: Subject, actor: Actor): Match {
  const by = `${actor.source}:${actor.relation}`;
  const objectId = actor.objectId && normaliseIdentity(actor.objectId);
  if (objectId && subject.objectIds.has(objectId)) {
    return { kind: 'match', evidence: { strength: 'strong', rule: 'object_id', by } };
  }
  const contradicted = Boolean(objectId) && subject.objectIds.size > 0;
  const principal = actor.principal && normaliseIdentity(actor.principal);
  if (principal && subject.principals.has(principal)) {
    if (contradicted) return { kind: 'conflict' };
    return { kind: 'match', evidence: { strength: 'strong', rule: 'principal', by } };
  }
  const alias = actor.alias && normaliseIdentity(actor.alias);
  if (alias && subject.aliases.has(alias))
    return { kind: 'match', evidence: { strength: 'strong', rule: 'alias', by } };
  if (alias && subject.likelyAliases.has(alias)) {
    // Two people of two domains may have the same name before the @.
    return { kind: 'match', evidence: { strength: 'weak', rule: 'alias', by } };
  }
  const displayName = actor.displayName && normaliseIdentity(actor.displayName);
  if (displayName && subject.displayNames.has(displayName)) {
    // Whoever has another object id is another person with the same name.
    if (contradicted) return { kind: 'none' };
    return { kind: 'match', evidence: { strength: 'weak', rule: 'display_name', by } };
  }
  return { kind: 'none' };
}

/** The best match among the actors of a resource. A conflict outweighs a weak match, never a strong one. */
export function matchActors(subject: Subject, actors: readonly Actor[]): Match {
  const matches = actors.map((actor) => matchActor(subject, actor));
  const found = (test: (match: Match) => boolean) => matches.find(test);
  return (
    found((match) => match.kind === 'match' && match.evidence.strength === 'strong') ??
    found((match) => match.kind === 'conflict') ??
    found((match) => match.kind === 'match') ?? { kind: 'none' }
  );
}
