import type { DataRequest } from '../../../../src/requests/schema';
import { nothingLearned, type Learned } from '../../../../src/requests/plan/selection';
import { unsearchable } from '../../../../src/requests/plan/unsearchable';
import { resourceTypes } from '../../../../src/resources/registry';

type Identity = NonNullable<DataRequest['subject']>['identities'][number];

const ask = (
  identities: Identity[] | undefined,
  resourceTypes?: DataRequest['scope']['resourceTypes'],
): DataRequest => ({
  action: 'erase',
  ...(identities ? { subject: { identities } } : {}),
  scope: { workspaces: ['/w'], resourceTypes, ...(identities ? {} : { everything: true }) },
});
const codes = (request: DataRequest, learned: Learned = nothingLearned) =>
  unsearchable(request, learned, resourceTypes).map((gap) => `${gap.code} ${gap.type}`);
const seen: Learned = { jobs: new Map([['/w', new Set(['j'])]]), displayNames: ['Ada'] };

describe('unsearchable', () => {
  it('has nothing to say where no person is named', () => {
    expect(codes(ask(undefined))).toEqual([]);
  });

  it('names an alias that stands alone', () => {
    const alias: Identity[] = [{ type: 'alias', value: 'ada' }];
    expect(codes(ask(alias))).toEqual(['identity_not_searchable subject']);
    expect(codes(ask(alias, ['notebook', 'job']))).toEqual(['identity_not_searchable subject']);
    expect(codes(ask(alias, ['notebook']))).toEqual([]);
  });

  it('names notebooks, while nothing suggests an alias', () => {
    const request = ask([{ type: 'object_id', value: 'x' }], ['notebook', 'fileStore']);
    expect(codes(request)).toEqual(['alias_unknown notebook']);
    expect(codes(request, { ...nothingLearned, principals: ['ada@x.y'] })).toEqual([]);
    expect(codes(ask([{ type: 'upn', value: 'ada@x.y' }], ['notebook']))).toEqual([]);
  });

  it('names an e-mail that no run carries: it may not be the UPN', () => {
    const email = ask([{ type: 'email', value: 'ada@x.y' }], ['job']);
    expect(codes(email)).toEqual(['email_not_seen subject']);
    expect(codes(email, seen)).toEqual([]);
  });

  it.each(['object_id', 'upn'] as const)('trusts an %s that finds nothing', (type) => {
    expect(
      codes(
        ask(
          [
            { type, value: 'x' },
            { type: 'email', value: 'ada@x.y' },
          ],
          ['job'],
        ),
      ),
    ).toEqual([]);
  });

  it('names the asked types that know display names only, while none is known', () => {
    const request = ask([{ type: 'object_id', value: 'x' }], ['job', 'model', 'schedule']);
    expect(codes(request)).toEqual(['display_name_unknown schedule', 'display_name_unknown model']);
    expect(codes(request, seen)).toEqual([]);
    expect(codes(ask([{ type: 'display_name', value: 'Ada' }], ['model']))).toEqual([]);
  });

  it('names the asked types that know object ids only, while none is known', () => {
    const request = ask([{ type: 'upn', value: 'ada@x.y' }], ['job', 'compute']);
    expect(codes(request)).toEqual(['object_id_unknown compute']);
    expect(codes(request, { ...seen, objectId: 'o' })).toEqual([]);
    expect(codes(ask([{ type: 'object_id', value: 'o' }], ['compute']))).toEqual([]);
  });
});
