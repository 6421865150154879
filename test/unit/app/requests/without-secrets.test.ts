import * as fc from 'fast-check';
import { withoutSecrets } from '../../../../src/requests/package/without-secrets';

describe('withoutSecrets', () => {
  it('removes values by the name of their member, whatever they are', () => {
    const { body, removed } = withoutSecrets({
      properties: {
        accountKey: 'k',
        nested: [{ clientSecret: 's' }],
        password: 12345,
        apiKey: ['a', 'b'],
        'a/b~token': 't',
      },
      name: 'keep',
    });
    expect(body).toEqual({
      properties: {
        accountKey: 'removed',
        nested: [{ clientSecret: 'removed' }],
        password: 'removed',
        apiKey: ['removed', 'removed'],
        'a/b~token': 'removed',
      },
      name: 'keep',
    });
    expect(removed).toEqual([
      '/properties/accountKey',
      '/properties/nested/0/clientSecret',
      '/properties/password',
      '/properties/apiKey/0',
      '/properties/apiKey/1',
      '/properties/a~1b~0token',
    ]);
  });

  it.each([
    [
      'https://a.blob.core.windows.net/c/b?sv=1&sig=a%2Bb%3D&se=2',
      'https://a.blob.core.windows.net/c/b?sv=1&sig=removed&se=2',
    ],
    ['see https://x/y?SIG=abc for more', 'see https://x/y?SIG=removed for more'],
    [
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc+/==;EndpointSuffix=x',
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=removed;EndpointSuffix=x',
    ],
    ['Endpoint=sb://x/;SharedAccessKey=abc=', 'Endpoint=sb://x/;SharedAccessKey=removed'],
  ])('removes what is secret within %s', (value, clean) => {
    expect(withoutSecrets({ uri: value })).toEqual({ body: { uri: clean }, removed: ['/uri'] });
  });

  it.each([
    'AWS_SECRET_ACCESS_KEY',
    'AZURE_STORAGE_KEY',
    'x-api-key',
    'Ocp-Apim-Subscription-Key',
    'DB_PASS',
    'DB_PWD',
    'OPENAI_KEY',
    'PRIVATE_KEY',
    'passwords',
    'tokens',
    'GIT_AUTH',
    'client_secret_value',
  ])('removes the environment variable %s', (name) => {
    const properties = { environmentVariables: { [name]: 'HIDDEN', PWD: '/mnt', EPOCHS: '3', MAX_TOKENS: '512' } };
    expect(withoutSecrets({ properties })).toEqual({
      body: { properties: { environmentVariables: { ...properties.environmentVariables, [name]: 'removed' } } },
      removed: [`/properties/environmentVariables/${name}`],
    });
  });

  it('removes what a secret consists of, pairs of name and value, and arguments', () => {
    const body = {
      password: { value: 'HIDDEN', secretType: 'inline' },
      credentials: { type: 'ApiKey', key: 'HIDDEN' },
      variables: [
        { name: 'DB_PASSWORD', value: 'HIDDEN' },
        { name: 'EPOCHS', value: '3' },
      ],
      arguments: ['--api-key', 'HIDDEN', '--pad-token', '<pad>', '--token', '$TOKEN', 'train.py'],
    };
    const expected = JSON.parse(JSON.stringify(body).replaceAll('HIDDEN', 'removed')) as unknown;
    expect(withoutSecrets(body)).toEqual({
      body: expected,
      removed: ['/password/value', '/credentials/key', '/variables/0/value', '/arguments/1'],
    });
  });

  it.each([
    '{"u":"https://a/b?sv=1\\u0026sig=HIDDEN\\u0026se=2"}',
    'https://a/b?sv=1&amp;sig=HIDDEN&amp;se=2',
    'https%3A%2F%2Fa%2Fb%3Fsv%3D1%26sig%3DHIDDEN%26se%3D2',
    `https://f/api?code=${'HIDDEN'.repeat(8)}==&x=1`,
    'Server=tcp:h;User ID=u;Password=HIDDEN;Encrypt=true',
    'https://user:HIDDEN@host/p',
    'https://HIDDENHIDDENHIDDEN00@github.com/a/b',
    'Authorization: Bearer HIDDEN.x',
    'python t.py --password HIDDEN --api-key=HIDDEN --lr 1',
    'export HF_TOKEN=HIDDEN; python t.py',
    '{"password":"HIDDEN \\" HIDDEN","lr":1}',
    '{\\"accountKey\\": \\"HIDDEN\\"}',
    'x eyJHIDDENHIDDEN.eyJHIDDENHIDDEN.HIDDEN y',
    'ghp_HIDDENHIDDENHIDDENHIDDENHIDDENHIDDEN',
    '-----BEGIN PRIVATE KEY-----\nHIDDEN\n-----END PRIVATE KEY-----',
  ])('finds a secret in the text %s', (text) => {
    const { body, removed } = withoutSecrets({ text });
    expect(JSON.stringify(body)).not.toContain('HIDDEN');
    expect(JSON.stringify(body)).toContain('removed');
    expect(removed).toEqual(['/text']);
  });

  it('takes time in proportion to the length of a text', () => {
    const started = Date.now();
    for (const piece of ['-', '--token', '"', '\\', ' ', 'A_', '://', '?sig=', '"password":"', '-----BEGIN ']) {
      withoutSecrets({ text: piece.repeat(100_000) });
    }
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it('changes nothing else, and says nothing then', () => {
    const body = {
      a: [1, null, true, 'x?design=1', { tokens: 5, sigma: '?a=sig' }],
      designation: 'secretary',
      command: 'python t.py --pad-token <pad> --tokenizer t5 --token ${{inputs.token}} --texas sas',
      uri: 'wasbs://data@acc.blob.core.windows.net/x and https://example.org:8080/a@b and ssh://git@github.com/a',
      keys: { primary: ['id'], key: 'id', monkey: 1 },
      path: 'Users/x/token=1',
      empty: { password: '', hasPassword: true },
    };
    expect(withoutSecrets(body)).toEqual({ body, removed: [] });
  });

  it('leaves no marked secret behind, wherever it stands', () => {
    const key = fc.constantFrom('a', 'clientSecret', 'tags', 'connectionString', 'b/c');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constant('plain'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const hide = (text: string) => text.replaceAll(/("(?:clientSecret|connectionString)":)"plain"/g, '$1"HIDDEN"');
        const given = JSON.parse(hide(JSON.stringify(value))) as unknown;
        const { body, removed } = withoutSecrets(given);
        expect(JSON.stringify(body)).not.toContain('HIDDEN');
        expect(removed.length).toBeGreaterThanOrEqual(JSON.stringify(given).split('HIDDEN').length - 1);
      }),
    );
  });
});
