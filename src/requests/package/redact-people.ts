import { normaliseIdentity, type Subject } from '../../subjects/subject';

/** What a record's owner is called there, and by which other values a record names the same person. */
export interface Person {
  objectId?: string;
  principal?: string;
  displayName?: string;
  /** Everything above and what else stands for them, such as the id of their passport account. */
  values: readonly string[];
}

/** A place in an object that names somebody: the members that do, and who it is; nobody when it is an application. */
export interface PersonPlace {
  keys: readonly string[];
  person: Person;
  application: boolean;
}

type Members = Readonly<Record<string, unknown>>;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Members only objects of users have (run history: `User`; Microsoft Graph). */
const userMembers = new Set(['userobjectid', 'userpuid', 'upn', 'userprincipalname']);
/** Members that hold an object of a user, or their name (ARM: `systemData`; computes: `assignedUser`; git). */
const roleMember = /^(created_?by|last_?modified_?by|modified_?by|assigned_?user|author|committer|user|owner)$/i;
const nameMember =
  /^(created_?by|last_?modified_?by|modified_?by|mlflow\.user|(.*[._-])?(author|committer)([._-]?(name|e-?mail))?)$/i;
/** Members that hold ids or addresses of users (ARM: connections). */
const userList = /^shared_?user_?list$/i;
/** Members of a user's object that say nothing about the user alone. */
const sharedMember = /(tenant|tenantid|orgid|iss|idp|type)$/i;
const personMember = /(id|name|upn|mail|principal)$/i;

/** The places of an object, without those below it, that name somebody. `name` is the member that holds the object. */
export function peopleIn(object: Members, name: string): PersonPlace[] {
  if (isUser(object, name)) return [userPlace(object)];
  return Object.entries(object).flatMap(([key, value]): PersonPlace[] => {
    if (userList.test(key) && Array.isArray(value)) return value.flatMap(listedPlace);
    if (typeof value !== 'string' || value.trim() === '') return [];
    // Run history has the object id of a run's creator at the top, too.
    const named = nameMember.test(key) || (/^user_?id$/i.test(key) && (guid.test(value) || value.includes('@')));
    if (!named) return [];
    const kind = object[`${key}Type`];
    const application = typeof kind === 'string' && kind.toLowerCase() !== 'user';
    return [{ keys: [key], person: personOf(value), application }];
  });
}

function isUser(object: Members, name: string): boolean {
  const strings = Object.entries(object).filter((entry) => typeof entry[1] === 'string' || entry[1] === null);
  if (strings.some(([key]) => userMembers.has(key.toLowerCase()))) return true;
  return roleMember.test(name) && strings.some(([key]) => personMember.test(key) && !sharedMember.test(key));
}

/** Somebody in a list: a place without a member of its own, from which others are known. */
function listedPlace(value: unknown): PersonPlace[] {
  return typeof value === 'string' && value.trim() !== ''
    ? [{ keys: [], person: personOf(value), application: false }]
    : [];
}

function userPlace(object: Members): PersonPlace {
  const own = Object.entries(object).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[1].trim() !== '' && !sharedMember.test(entry[0]),
  );
  const find = (pattern: RegExp) => own.find(([key]) => pattern.test(key))?.[1];
  const person = {
    objectId: find(/^(user_?)?(object_?id|oid)$/i) ?? find(/^user_?id$/i),
    principal: find(/^(upn|user_?principal_?name|e-?mail|mail)$/i),
    displayName: find(/^(user_?name|display_?name|name)$/i),
    values: own.map(([, value]) => value),
  };
  // Service principals have neither a passport id nor a UPN, and run history says so with nulls.
  const nulls = ['userPuId', 'upn'].every((key) => key in object && (object[key] === null || object[key] === ''));
  return { keys: own.map(([key]) => key), person, application: nulls };
}

/** A person who is named by one text: an object id, an address, a name, or `Name <address>` as git has it. */
function personOf(text: string): Person {
  const [, name, address] = /^(.*?)\s*<([^<>]+@[^<>]+)>$/s.exec(text) ?? [];
  if (address !== undefined) {
    const displayName = name?.trim() ? name : undefined;
    return { principal: address, displayName, values: [address, ...(displayName ? [displayName] : [])] };
  }
  if (guid.test(text)) return { objectId: text, values: [text] };
  return text.includes('@') ? { principal: text, values: [text] } : { displayName: text, values: [text] };
}

/**
 * Whether a person in a record is the subject. The object id decides where both are known, then the address; a name
 * decides only where nothing else is known of them, for people share names.
 */
export function isSubject(subject: Subject, person: Person): boolean {
  const has = (set: ReadonlySet<string>, value: string | undefined) =>
    value !== undefined && set.has(normaliseIdentity(value));
  if (person.objectId !== undefined && subject.objectIds.size > 0) return has(subject.objectIds, person.objectId);
  if (person.principal !== undefined) return has(subject.principals, person.principal);
  if (person.objectId !== undefined) return false;
  // What is only a name may be an alias, such as the `mlflow.user` of a notebook, or what their address suggests.
  const { displayNames, aliases, likelyAliases } = subject;
  return [displayNames, aliases, likelyAliases].some((names) => has(names, person.displayName));
}
