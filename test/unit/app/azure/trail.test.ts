import { Trail } from '../../../../src/azure/trail';

describe('a trail of links', () => {
  it('lets a list go on to its end', () => {
    const trail = new Trail();
    expect(['a', 'b', undefined, undefined].map((link) => trail.follow(link))).toEqual([
      'a',
      'b',
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['the page before', ['a', 'a']],
    ['an earlier page', ['a', 'b', 'c', 'a']],
  ])('refuses a list that leads back to %s, for good', (_, links) => {
    const trail = new Trail();
    for (const link of links.slice(0, -1)) trail.follow(link);
    expect(() => trail.follow(links.at(-1))).toThrow('already read');
  });

  it('knows what an earlier part of the walk followed', () => {
    expect(() => new Trail(['a']).follow('a')).toThrow('already read');
  });
});
