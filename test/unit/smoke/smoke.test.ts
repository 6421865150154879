import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exitCode, lines, verdict, type Finding } from '../../../tools/smoke/finding';
import { findingsOfGaps } from '../../../tools/smoke/missing-rights';
import { smokeOptions } from '../../../tools/smoke/options';
import { runSmoke } from '../../../tools/smoke/run';

const token = 'eyJ.secret-token.sig';
const workspace =
  '/subscriptions/s/resourceGroups/ml/providers/Microsoft.MachineLearningServices/workspaces/secret-lab';

/** What an app answers: by method and path, `nobody` where no token came. */
type Answers = Record<string, { status: number; body?: unknown; type?: string }>;

const problem = { status: 400, body: { code: 'invalid_request' }, type: 'application/problem+json' };
const good: Answers = {
  nobody: { status: 401 },
  'GET /api/requests': { status: 200, body: { requests: [] } },
  'GET /api/health': { status: 200, body: { status: 'healthy', version: '1.2.3', checks: { settings: 'ok' } } },
  'GET /api/certificates/keys': { status: 200, body: { keys: [{ kid: 'k' }] } },
  'POST /api/requests': problem,
};

describe('the smoke test', () => {
  let server: Server;
  let url: string;
  let answers: Answers;
  let calls: string[];
  beforeAll(async () => {
    server = createServer((request: IncomingMessage, response) => {
      const path = `${request.method} ${new URL(request.url ?? '', 'http://x').pathname}`;
      calls.push(path);
      const forged = 'x-ms-client-principal' in request.headers && answers.forged;
      const known = request.headers.authorization === `Bearer ${token}` ? answers[path] : answers.nobody;
      const { status, body = '', type = 'application/json' } = forged || known || { status: 404 };
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  /** Runs the checks against an app that answers well but for what is told. */
  async function run(other: Answers = {}, ...more: string[]): Promise<{ findings: Finding[]; text: string }> {
    answers = { ...good, ...other };
    calls = [];
    const options = smokeOptions(['--url', url, '--token', token, ...more]);
    if (!options) throw new Error('It asked for help.');
    let text = '';
    const findings = await runSmoke(options, (finding) => (text += lines(finding)));
    expect(text).not.toMatch(/secret/);
    return { findings, text };
  }

  it('finds nothing wrong with an app that is well', async () => {
    const { findings, text } = await run();
    expect(exitCode(findings)).toBe(0);
    expect(text.match(/^✓/gm)).toHaveLength(7);
    expect(text).toMatch(/^· no dry run\n {2}→ Give --workspace/m);
    // What nobody looked at is not called well.
    expect(verdict(findings)).toMatch(/^What was looked at is well/);
    expect(verdict(findings.filter((finding) => finding.verdict === 'ok'))).toBe('All is well.');
  });

  it.each<[string, Answers, RegExp, RegExp]>([
    ['an open app', { nobody: { status: 200 } }, /a call without a token is answered with 200/, /Stop the app/],
    [
      'an app that believes headers',
      { forged: { status: 200 } },
      /forged identity header is answered with 200/,
      /Stop the app/,
    ],
    ['a token for another app', { 'GET /api/requests': { status: 401 } }, /refused \(401\)/, /AUTH_AUDIENCE/],
    ['a caller without roles', { 'GET /api/requests': { status: 403 } }, /no app role/, /Requests\.Erase/],
    [
      'an app without storage',
      {
        'GET /api/health': {
          status: 503,
          body: { status: 'unhealthy', checks: { settings: 'ok', storage: 'failed' } },
        },
      },
      /not healthy \(503\): storage/,
      /Storage Blob Data Contributor/,
    ],
    [
      'an app without a key',
      { 'GET /api/certificates/keys': { status: 200, body: { keys: [] } } },
      /no key/,
      /CERTIFICATE_KEY_ID/,
    ],
    [
      'another program',
      { 'POST /api/requests': { status: 200, body: '<html>', type: 'text/html' } },
      /faulty request is answered with 200/,
      /check the URL/,
    ],
  ])('says of %s what to do', async (_, other, what, todo) => {
    const { findings } = await run(other);
    const found = findings.filter(({ verdict }) => verdict === 'wrong');
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toMatch(what);
    expect(found[0]?.todo).toMatch(todo);
    expect(exitCode(findings)).toBe(1);
  });

  it('sends no token and no request to an app that is open', async () => {
    await run({ nobody: { status: 200 } }, '--workspace', workspace);
    expect(calls).toEqual(['GET /api/health', 'GET /api/requests']);
  });

  it('says that nobody is there', async () => {
    const options = smokeOptions(['--url', 'http://127.0.0.1:1']);
    const findings = options ? await runSmoke(options, () => undefined) : [];
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ verdict: 'wrong', todo: expect.stringMatching(/URL|started/) as string });
  });

  it('says of a local user whom nobody knows where the users are', async () => {
    answers = { ...good, nobody: { status: 401 } };
    calls = [];
    const options = smokeOptions(['--url', url, '--local-user', 'ghost']);
    const findings = options ? await runSmoke(options, () => undefined) : [];
    expect(findings.at(-1)).toMatchObject({ verdict: 'wrong', todo: expect.stringMatching(/npm start/) as string });
  });

  it('says that a dry run is refused', async () => {
    // The faulty request and the dry run have one path, and here one answer.
    const { text } = await run({}, '--workspace', workspace);
    expect(text).toMatch(/✗ a dry run is refused: 400 invalid_request/);
  });

  it('names the role that mends a missing right, and nothing of what is there', () => {
    const gaps = [
      { code: 'unreadable', type: 'job', detail: 'AuthorizationFailed' },
      { code: 'unreadable', type: 'model', detail: 'AuthorizationFailed' },
      { code: 'storage_unreadable', type: 'job', detail: 'secret-container: AuthorizationPermissionMismatch' },
      { code: 'workspace_not_found', type: 'job' },
      { code: 'unreadable', type: 'data', detail: 'InternalServerError' },
      { code: 'not_handled', type: 'kind', detail: 'secret-kind' },
    ];
    const findings = findingsOfGaps(gaps);
    expect(exitCode(findings)).toBe(2);
    expect(findings.map(({ what }) => what)).toEqual([
      'a right is missing: unreadable (job, model)',
      'a right is missing: storage_unreadable (job)',
      'the workspace is not found',
      'gap unreadable',
      'gap not_handled',
    ]);
    expect(findings.slice(0, 3).map(({ todo }) => todo)).toEqual([
      expect.stringMatching(/"Data requests reader".*workspace/),
      expect.stringMatching(/"Data requests reader".*storage account.*firewall/),
      expect.stringMatching(/Check the id/),
    ]);
    expect(findings.map(lines).join('')).not.toMatch(/secret/);
  });

  it.each([
    [['--url', 'http://example.org'], /https/],
    [['--url', 'nonsense'], /https/],
    [['--url', 'https://x', '--workspace', 'lab'], /ARM id/],
    [['--url', 'https://x', '--minutes', '0'], /--minutes/],
    [['--url', 'https://x', '--queue-url', 'http://q'], /queue/],
    [['--url', 'https://x', '--unknown'], /unknown/],
    [['--url', 'https://x', '--audience', ''], /no sign-in is registered/],
  ])('refuses %j', (args, message) => {
    expect(() => smokeOptions(args)).toThrow(message);
  });
});
