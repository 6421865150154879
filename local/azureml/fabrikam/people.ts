import type { SeedPerson } from '../seed/seed-file';

const DOMAIN = 'fabrikam.example';

/** Noor is the subject of the demo. Another person has the very same display name, and names are odd on purpose. */
export const FABRIKAM_PEOPLE: SeedPerson[] = [
  person('noor', 'Noor Haddad', '1'),
  { ...person('noor2', 'Noor Haddad', '2'), upn: `n.haddad@${DOMAIN}`, email: `n.haddad@${DOMAIN}`, alias: 'nhaddad' },
  person('tom', 'Tom Baker', '3'),
  person('lena', "Lena O'Neill-Ünal", '4'),
  person('minsu', '김민수', '5'),
];

function person(key: string, displayName: string, digit: string): SeedPerson {
  const address = `${key}@${DOMAIN}`;
  return {
    key,
    displayName,
    objectId: `fab00000-0000-4000-8000-${digit.repeat(12)}`,
    upn: address,
    email: address,
    alias: key,
  };
}
