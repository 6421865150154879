import type { SeedPerson } from '../seed/seed-file';

const DOMAIN = 'contoso.example';

/** Ada is the subject of the demo: nobody shares her display name. The two called Alex Kim are different people. */
export const CONTOSO_PEOPLE: SeedPerson[] = [
  person('ada', 'Ada Lindqvist', 'a'),
  person('ben', 'Ben Okafor', 'b'),
  person('chloe', 'Chloé Dubois', 'c'),
  person('dana', 'Dana Whitfield', 'd'),
  { ...person('alex', 'Alex Kim', 'e'), email: `alex.kim@${DOMAIN}` },
  { ...person('alexandra', 'Alex Kim', 'f'), email: `alexandra.kim@${DOMAIN}` },
  person('mei', '田中 芽衣', '9'),
];

function person(key: string, displayName: string, digit: string): SeedPerson {
  return {
    key,
    displayName,
    objectId: `c0de0000-0000-4000-8000-${digit.repeat(12)}`,
    upn: `${key}@${DOMAIN}`,
    email: `${key}@${DOMAIN}`,
    alias: key,
  };
}
