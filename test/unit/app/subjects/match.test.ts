import * as fc from 'fast-check';
import { matchActor, matchActors, type Actor } from '../../../../src/subjects/match';
import { normaliseIdentity, subjectOf, type Identity } from '../../../../src/subjects/subject';

const anna = '0a000000-0000-0000-0000-00000000000a';
const other = '0b000000-0000-0000-0000-00000000000b';
const subject = (...identities: [Identity['type'], string][]) =>
  subjectOf(identities.map(([type, value]) => ({ type, value })));
const actor = (fields: Partial<Actor> = {}): Actor => ({ relation: 'created_by', source: 'run_history', ...fields });
const strong = (rule: string) => ({
  kind: 'match',
  evidence: { strength: 'strong', rule, by: 'run_history:created_by' },
});
const weak = { kind: 'match', evidence: { strength: 'weak', rule: 'display_name', by: 'run_history:created_by' } };

describe('matchActor', () => {
  it.each([
    ['the object id', [['object_id', anna]], { objectId: anna.toUpperCase(), principal: 'x@y.z' }, strong('object_id')],
    ['the UPN', [['upn', 'Anna@Contoso.com']], { principal: 'anna@contoso.COM' }, strong('principal')],
    ['the e-mail', [['email', ' anna@contoso.com ']], { principal: 'anna@contoso.com' }, strong('principal')],
    ['the display name', [['display_name', 'Anna Öz']], { displayName: 'anna o\u0308z' }, weak],
    ['nobody', [['upn', 'anna@contoso.com']], { principal: 'joanna@contoso.com' }, { kind: 'none' }],
    ['a prefix of the UPN', [['upn', 'anna@contoso.com']], { principal: 'anna@contoso.com.evil' }, { kind: 'none' }],
    ['an empty actor', [['upn', 'anna@contoso.com']], {}, { kind: 'none' }],
  ] as [string, [Identity['type'], string][], Partial<Actor>, unknown][])(
    'by %s',
    (_, identities, fields, expected) => {
      expect(matchActor(subject(...identities), actor(fields))).toEqual(expected);
    },
  );

  it('the same UPN with another object id is another person', () => {
    const who = subject(['object_id', anna], ['upn', 'anna@contoso.com']);
    expect(matchActor(who, actor({ objectId: other, principal: 'anna@contoso.com' }))).toEqual({ kind: 'conflict' });
  });

  it('the same display name with another object id is a homonym', () => {
    const who = subject(['object_id', anna], ['display_name', 'Anna Berg']);
    expect(matchActor(who, actor({ objectId: other, displayName: 'Anna Berg' }))).toEqual({ kind: 'none' });
    expect(matchActor(who, actor({ displayName: 'Anna Berg' }))).toEqual(weak);
  });

  it('an object id decides against whatever the names say', () => {
    const who = subject(['object_id', anna], ['upn', 'anna@contoso.com']);
    expect(matchActor(who, actor({ objectId: anna, principal: 'renamed@contoso.com' }))).toEqual(strong('object_id'));
  });

  it('a blank object id contradicts nobody', () => {
    const who = subject(['object_id', anna], ['upn', 'anna@contoso.com']);
    for (const objectId of ['', '  ']) {
      expect(matchActor(who, actor({ objectId, principal: 'anna@contoso.com' }))).toEqual(strong('principal'));
    }
  });

  describe('by alias', () => {
    const folder = (alias: string) => actor({ relation: 'owner', source: 'notebook', alias });
    const match = (strength: string) => ({
      kind: 'match',
      evidence: { strength, rule: 'alias', by: 'notebook:owner' },
    });

    it('is strong where the request names it, in whatever case', () => {
      expect(matchActor(subject(['alias', 'Ada']), folder('ada'))).toEqual(match('strong'));
      expect(matchActor(subject(['alias', 'ada']), folder('adam'))).toEqual({ kind: 'none' });
    });

    it('is weak where only a UPN or an e-mail address suggests it', () => {
      expect(matchActor(subject(['upn', 'Ada.L@contoso.com']), folder('ada.l'))).toEqual(match('weak'));
      expect(matchActor(subject(['email', 'ada.l@x@contoso.com']), folder('ada.l@x'))).toEqual(match('weak'));
      expect(matchActor(subject(['upn', 'ada_x.y#EXT#@contoso.com']), folder('ada_x.y'))).toEqual(match('weak'));
      expect(matchActor(subjectOf([], [], undefined, ['Ada@contoso.com']), folder('ada'))).toEqual(match('weak'));
    });

    it('is nothing where only something else is the same text', () => {
      const who = subject(['display_name', 'ada'], ['object_id', 'ada'], ['upn', '@contoso.com']);
      expect(matchActor(who, folder('ada'))).toEqual({ kind: 'none' });
      expect(matchActor(who, folder(''))).toEqual({ kind: 'none' });
      expect(matchActor(subject(['alias', 'ada']), actor({ displayName: 'ada', principal: 'ada' }))).toEqual({
        kind: 'none',
      });
    });

    it('a UPN learned from run history suggests an alias and matches nothing else', () => {
      const who = subjectOf([], [], undefined, ['ada@contoso.com']);
      expect(matchActor(who, actor({ principal: 'ada@contoso.com' }))).toEqual({ kind: 'none' });
    });
  });

  it('a UPN is no display name and a display name no UPN', () => {
    expect(matchActor(subject(['upn', 'anna']), actor({ displayName: 'anna' }))).toEqual({ kind: 'none' });
    expect(matchActor(subject(['display_name', 'anna']), actor({ principal: 'anna' }))).toEqual({ kind: 'none' });
  });

  it('look-alikes are not the same', () => {
    const who = subject(['upn', 'paula@contoso.com'], ['display_name', 'Paula']);
    expect(matchActor(who, actor({ principal: 'p\u0430ula@contoso.com' }))).toEqual({ kind: 'none' }); // Cyrillic a
    expect(matchActor(who, actor({ principal: 'paula＠contoso.com' }))).toEqual({ kind: 'none' });
    expect(matchActor(who, actor({ displayName: 'Pau\u200bla' }))).toEqual({ kind: 'none' });
  });

  it('evidence never carries an identifier', () => {
    const who = subject(['object_id', anna], ['upn', 'anna@contoso.com'], ['display_name', 'Anna Berg']);
    const actors = [
      actor({ objectId: anna }),
      actor({ principal: 'anna@contoso.com' }),
      actor({ displayName: 'Anna Berg' }),
    ];
    for (const each of actors) expect(JSON.stringify(matchActor(who, each))).not.toMatch(/anna|0a000000/i);
  });
});

describe('matchActors', () => {
  const who = subject(['object_id', anna], ['upn', 'anna@contoso.com'], ['display_name', 'Anna']);
  const conflict = actor({ objectId: other, principal: 'anna@contoso.com' });
  const named = actor({ displayName: 'Anna' });

  it('takes the strongest, in whatever order', () => {
    const best = actor({ objectId: anna });
    for (const actors of [
      [conflict, named, best],
      [best, named, conflict],
      [named, best],
    ]) {
      expect(matchActors(who, actors)).toEqual(strong('object_id'));
    }
  });

  it('lets a conflict outweigh a weak match', () => {
    expect(matchActors(who, [named, conflict])).toEqual({ kind: 'conflict' });
  });

  it('finds nobody among no actors', () => expect(matchActors(who, [])).toEqual({ kind: 'none' }));
});

describe('normaliseIdentity', () => {
  it('is stable: what is normal stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseIdentity(normaliseIdentity(text))).toBe(normaliseIdentity(text));
      }),
      { numRuns: 3_000 },
    );
    // Upper case has no composed form, lower case has.
    expect(normaliseIdentity('J\u030can')).toBe(normaliseIdentity('\u01f0an'));
  });

  it('makes composed and decomposed the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseIdentity(text.normalize('NFD'))).toBe(normaliseIdentity(text.normalize('NFC')));
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps the dotless i and the sharp s apart from what they resemble', () => {
    expect(normaliseIdentity('ı')).not.toBe(normaliseIdentity('i'));
    expect(normaliseIdentity('Strauß')).not.toBe(normaliseIdentity('Strauss'));
  });
});

describe('subjectOf', () => {
  it('takes learned names as display names only', () => {
    const { displayNames, principals, objectIds } = subjectOf([{ type: 'upn', value: 'A@b.c' }], ['Anna B']);
    expect([[...displayNames], [...principals], [...objectIds]]).toEqual([['anna b'], ['a@b.c'], []]);
  });
});
