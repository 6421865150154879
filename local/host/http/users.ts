import { readFileSync } from 'node:fs';

/** Someone who can sign in locally; stands for an account of Microsoft Entra ID. */
export interface User {
  name: string;
  objectId: string;
  /** App roles. */
  roles: string[];
}

/** Reads the users file: a JSON array of users. Without a file nobody can sign in. */
export function readUsers(file: string | undefined): User[] {
  if (!file) return [];
  const users = JSON.parse(readFileSync(file, 'utf8')) as User[];
  const isUser = (user: User) =>
    typeof user.name === 'string' && typeof user.objectId === 'string' && Array.isArray(user.roles);
  if (!Array.isArray(users) || !users.every(isUser)) {
    throw new Error(`${file}: must be a list of {"name", "objectId", "roles": []}.`);
  }
  return users;
}

const roleType = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';
const nameType = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';

/** The claims that App Service authentication passes on for an account of Microsoft Entra ID. */
export function claimsOf(user: User): { typ: string; val: string }[] {
  return [
    { typ: 'http://schemas.microsoft.com/identity/claims/objectidentifier', val: user.objectId },
    { typ: 'name', val: user.name },
    { typ: 'preferred_username', val: user.name },
    { typ: nameType, val: user.name },
    ...user.roles.map((role) => ({ typ: 'roles', val: role })),
  ];
}

/** The headers that App Service authentication adds to a signed-in request (Azure docs: user identities). */
export function principalHeaders(user: User): Record<string, string> {
  const principal = { auth_typ: 'aad', claims: claimsOf(user), name_typ: nameType, role_typ: roleType };
  return {
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
    'x-ms-client-principal-id': user.objectId,
    'x-ms-client-principal-name': encodeHeader(user.name),
    'x-ms-client-principal-idp': 'aad',
  };
}

/** A header holds Latin-1 only; a name may not. */
function encodeHeader(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
