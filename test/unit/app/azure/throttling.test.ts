import { ThrottlingCount } from '../../../../src/azure/throttling';

describe('ThrottlingCount', () => {
  it('counts refusals for being too many, and reports them at most once a minute', () => {
    let seconds = 0;
    const count = new ThrottlingCount(() => seconds * 1_000);
    count.note('resource_manager', 429);
    count.note('resource_manager', 429);
    count.note('storage', 503);
    for (const status of [200, 404, 500, 503]) count.note('resource_manager', status);
    seconds = 59;
    expect(count.take()).toBeUndefined();
    seconds = 61;
    expect(count.take()).toEqual({ resource_manager: 2, storage: 1, seconds: 61 });
    count.note('data_plane', 429);
    seconds = 90;
    expect(count.take()).toBeUndefined();
    seconds = 122;
    expect(count.take()).toEqual({ data_plane: 1, seconds: 61 });
    seconds = 300;
    expect(count.take()).toBeUndefined();
  });
});
