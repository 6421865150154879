/** One identifier of a person, as a request names them. */
export interface Identity {
  type: 'email' | 'upn' | 'object_id' | 'alias' | 'display_name';
  value: string;
}

/** A person by everything that identifies them; values are normalised for comparison. */
export interface Subject {
  objectIds: ReadonlySet<string>;
  /** UPNs and e-mail addresses: in Entra ID they are compared without case. */
  principals: ReadonlySet<string>;
  displayNames: ReadonlySet<string>;
  aliases: ReadonlySet<string>;
  /** What their aliases may be, by their UPNs and e-mail addresses; nobody has said so. */
  likelyAliases: ReadonlySet<string>;
}

/** Comparison form: Unicode-composed (some letters compose in lower case only), without case and outer spaces. */
export function normaliseIdentity(value: string): string {
  return value.normalize('NFC').toLowerCase().normalize('NFC').trim();
}

/** The alias that a UPN or e-mail address suggests; guests carry theirs before `#EXT#` (Microsoft Entra docs: B2B). */
function aliasIn(principal: string): string {
  return principal.replace(/@[^@]*$/, '').replace(/#ext#$/, '');
}

/** The subject that a request's identities, and names and UPNs learned from run history, describe. */
export function subjectOf(
  identities: readonly Identity[],
  learnedDisplayNames: Iterable<string> = [],
  learnedObjectId?: string,
  learnedPrincipals: Iterable<string> = [],
): Subject {
  const of = (...types: Identity['type'][]) =>
    identities.filter((identity) => types.includes(identity.type)).map((identity) => normaliseIdentity(identity.value));
  const principals = new Set(of('email', 'upn'));
  const suggesting = [...principals, ...[...learnedPrincipals].map(normaliseIdentity)];
  return {
    objectIds: new Set([...of('object_id'), ...(learnedObjectId ? [normaliseIdentity(learnedObjectId)] : [])]),
    principals,
    displayNames: new Set([...of('display_name'), ...[...learnedDisplayNames].map(normaliseIdentity)]),
    aliases: new Set(of('alias')),
    likelyAliases: new Set(suggesting.map(aliasIn).filter((alias) => alias !== '')),
  };
}
