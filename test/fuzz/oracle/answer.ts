import type { Due, HttpCase, User } from '../generators/http-case';
import type { Expected } from '../generators/body';
import { marker } from '../generators/text';
import type { RawAnswer } from '../raw-call';
import { localUsers } from '../../../local/system/users';

/** A problem document, as far as it is looked at. */
interface Problem {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  action?: string;
  instance?: string;
  errors?: { pointer: string; detail: string }[];
}

/** Codes of refusals with their statuses: what docs/errors.md promises, but for failures of the service. */
export type KnownCodes = ReadonlyMap<string, number>;

/** What only the inside of the program should know. */
const inside =
  /node_modules|\bat [\w.<>]+ \(|\.[jt]s:\d+|\/tmp\/|\/dist\/|(Zod|Type|Range|Syntax|Reference|Rest)Error\b|ECONN/;

const needed: Record<string, readonly string[]> = {
  body: ['Requests.Export', 'Requests.Erase'],
  approval: ['Requests.Approve'],
  cancel: ['Requests.Export', 'Requests.Erase', 'Requests.Approve'],
  package: ['Requests.Export'],
  'package/README.html': ['Requests.Export'],
};
const anyRole = ['Requests.Read', 'Requests.Export', 'Requests.Erase', 'Requests.Approve'];

/** The code with which a user is turned away at a route; undefined for those who may call it. */
function turnedAway(user: User, route: string): string | undefined {
  if (user === 'stranger') return 'not_authenticated';
  const roles = localUsers.find(({ name }) => name === user)?.roles ?? [];
  return (needed[route] ?? anyRole).some((role) => roles.includes(role)) ? undefined : 'not_authorised';
}

/** What is wrong with an answer; undefined when all is well. `id` is the id that an accepted request must have. */
export function complaintAbout(
  { user, due }: HttpCase,
  answer: RawAnswer | undefined,
  codes: KnownCodes,
  id: string | undefined,
): string | undefined {
  if (!answer) return due.kind === 'broken' ? undefined : 'the connection was closed without an answer';
  const text = answer.body.toString('utf8');
  if (answer.status >= 500) return `status ${answer.status}: ${text.slice(0, 300)}`;
  if (inside.test(text)) return `the answer tells of the inside: ${text.slice(0, 300)}`;
  if (due.kind === 'broken') return undefined;
  if (due.kind === 'nothing') return answer.status < 400 ? `status ${answer.status} where nothing is` : undefined;
  const problem = answer.status < 400 ? undefined : problemOf(answer, text, codes);
  if (typeof problem === 'string') return problem;
  return complaintAboutDue(user, due, answer, problem, text, id);
}

function problemOf(answer: RawAnswer, text: string, codes: KnownCodes): Problem | string {
  if (answer.headers.get('content-type') !== 'application/problem+json')
    return `no problem document: ${text.slice(0, 200)}`;
  const problem = JSON.parse(text) as Problem;
  const { code = '', errors = [] } = problem;
  if (codes.get(code) !== answer.status) return `the code ${code} with the status ${answer.status}`;
  const whole = problem.type?.endsWith(`:${code}`) && problem.title && problem.action && problem.instance;
  if (!whole || problem.status !== answer.status) return `an incomplete problem: ${text.slice(0, 300)}`;
  // Pointers name keys of the input, which its sender knows; nothing else may repeat any of it.
  const rest = JSON.stringify({ ...problem, errors: errors.map(({ detail }) => detail) });
  return rest.includes(marker) ? `the problem repeats its input: ${rest.slice(0, 300)}` : problem;
}

function complaintAboutDue(
  user: User,
  due: Due,
  answer: RawAnswer,
  problem: Problem | undefined,
  text: string,
  id: string | undefined,
): string | undefined {
  const got = `${answer.status} ${problem?.code ?? ''}`;
  const route = due.kind === 'missing' ? due.route : due.kind === 'decision' ? 'approval' : due.kind;
  const away = turnedAway(user, route);
  if (away) return problem?.code === away ? undefined : `${got}, not ${away}`;
  switch (due.kind) {
    case 'body':
      return complaintAboutBody(due.body, answer, problem, text, id);
    case 'missing':
      return problem?.code === 'not_found' ? undefined : `${got}, not not_found`;
    case 'list':
      return answer.status === 200 || problem?.code === 'invalid_query' ? undefined : `${got} for a list`;
    case 'decision':
      return ['invalid_request', 'invalid_json', 'plan_changed'].includes(problem?.code ?? '')
        ? undefined
        : `${got} for a decision that doesn't fit`;
    default:
      return undefined;
  }
}

function complaintAboutBody(
  expected: Expected,
  answer: RawAnswer,
  problem: Problem | undefined,
  text: string,
  id: string | undefined,
): string | undefined {
  if ('either' in expected) return undefined;
  if ('refused' in expected) {
    if (!expected.refused.includes(problem?.code ?? '')) {
      return `${answer.status} ${problem?.code ?? ''}, not ${expected.refused.join(' or ')}`;
    }
    const named = new Set(problem?.errors?.map(({ pointer }) => pointer));
    const unnamed = expected.pointers?.filter((pointer) => !named.has(pointer)) ?? [];
    return unnamed.length > 0 ? `no word of ${unnamed.join(', ')}: ${text.slice(0, 1_000)}` : undefined;
  }
  if (answer.status !== 202) return `${answer.status} for a valid request: ${text.slice(0, 1_000)}`;
  const view = JSON.parse(text) as { id: string };
  if (id === undefined ? !/^dsr-[0-9a-f-]{36}$/.test(view.id) : view.id !== id)
    return 'another id than the one that was sent';
  const place = answer.headers.get('location');
  return place === `/api/requests/${encodeURIComponent(view.id)}` ? undefined : `the location ${place}`;
}
