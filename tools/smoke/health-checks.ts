import type { AppClient } from './app-client';
import { codeOf } from './access-checks';
import { ok, wrong, type Finding } from './finding';

/** Whether the app says that it is well. */
export async function checkHealth(app: AppClient): Promise<Finding> {
  const { status, body } = await app.call('GET', '/api/health');
  const {
    status: said,
    checks,
    version,
  } = (body ?? {}) as {
    status?: unknown;
    checks?: Record<string, unknown>;
    version?: unknown;
  };
  if (status === 200 && said === 'healthy') return ok(`it is healthy, version ${plain(version)}`);
  const bad = Object.entries(checks ?? {}).filter(([, value]) => value !== 'ok');
  const names = bad.map(([name]) => plain(name)).join(', ');
  return wrong(
    `it is not healthy (${status})${names ? `: ${names}` : ''}`,
    'Mend the settings that the log names (docs/configuration.md); for storage, check the role Storage Blob Data Contributor of the app identity on the requests account, and its network rules.',
  );
}

/** Whether certificates can be verified: there is a key. */
export async function checkKeys(app: AppClient): Promise<Finding> {
  const { status, body } = await app.call('GET', '/api/certificates/keys');
  const { keys } = (body ?? {}) as { keys?: unknown };
  if (status === 200 && Array.isArray(keys) && keys.length > 0) {
    return ok(
      `${keys.length === 1 ? 'a key' : `${keys.length} keys`} to verify certificates with ${keys.length === 1 ? 'is' : 'are'} published`,
    );
  }
  const todo =
    'Set CERTIFICATE_KEY_ID, and give the app identity the right to sign and read that key (docs/certificate.md).';
  return wrong(
    status === 200 ? 'no key to verify certificates with is published' : `the published keys can't be read (${status})`,
    todo,
  );
}

/** Whether a faulty request is refused by the app itself, in the way that clients can read. */
export async function checkProblem(app: AppClient): Promise<Finding> {
  const { status, contentType, body } = await app.call('POST', '/api/requests', { action: 'smoke' });
  const isProblem = contentType.startsWith('application/problem+json');
  if (status === 400 && isProblem && codeOf(body) === 'invalid_request') {
    return ok('a faulty request is refused with a problem document');
  }
  if (status === 403)
    return wrong('requests may not be sent (403)', 'Assign the app role Requests.Erase to who calls.');
  return wrong(
    `a faulty request is answered with ${status} ${codeOf(body)}`.trimEnd(),
    'Something else than the app answers, or another version of it: check the URL and what is deployed.',
  );
}

function plain(value: unknown): string {
  return typeof value === 'string' && /^[\w.-]{1,60}$/.test(value) ? value : '?';
}
