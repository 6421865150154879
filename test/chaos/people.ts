import type { SeedPerson } from '../../local/azureml/seed/seed-file';
import type { Random } from './random';

// Words that nothing else in the program or its logs contains.
const firstNames = ['Zelda', 'Quirin', 'Ottoline', 'Wubbo', 'Ximena', 'Yorick', 'Thisbe', 'Ludovica'];
const lastNames = ['Quux', 'Okonkwo', 'Vandermeer', 'Brzezinska', 'Fitzwilliam', 'Nakashima', 'Ostrowski', 'Umarova'];

/** Some people; now and then two of them have one display name. */
export function drawPeople(random: Random): SeedPerson[] {
  const people = Array.from({ length: random.int(2, 4) }, (_, index): SeedPerson => {
    const first = firstNames[(random.int(0, 1) + index * 2) % firstNames.length] ?? '';
    const last = lastNames[(random.int(0, 1) + index * 2) % lastNames.length] ?? '';
    const alias = `${first}${last.slice(0, 3)}`.toLowerCase();
    return {
      ...{ key: `p${index}`, displayName: `${first} ${last}`, alias, upn: `${alias}@example.org` },
      objectId: `2e1da${random.int(100, 999)}-0000-4000-8000-00000000000${index}`,
      ...(random.chance(0.5) ? { email: `${first}.${last}@mail.example.org`.toLowerCase() } : {}),
    };
  });
  const [one, other] = people;
  if (one && other && people.length > 2 && random.chance(0.3)) other.displayName = one.displayName;
  return people;
}

/** How a request names a person: always by something strong, now and then by everything known. */
export function identitiesOf(person: SeedPerson, random: Random): { type: string; value: string }[] {
  const { objectId, upn, email, alias, displayName } = person;
  const known = [
    ...(objectId ? [{ type: 'object_id', value: objectId }] : []),
    ...(upn ? [{ type: 'upn', value: upn }] : []),
    ...(email ? [{ type: 'email', value: email }] : []),
    ...(alias ? [{ type: 'alias', value: alias }] : []),
    { type: 'display_name', value: displayName },
  ];
  return random.chance(0.5) ? known : known.slice(0, random.int(1, known.length));
}

/** Texts of which none may stand where no personal data belongs. */
export function identifiersOf(people: readonly SeedPerson[]): string[] {
  return people.flatMap(({ objectId, upn, email, displayName }) =>
    [objectId, upn, email, displayName].filter((text): text is string => text !== undefined && text.length > 5),
  );
}
