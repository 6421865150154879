import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SeedError } from '../azureml/seed/validate';
import { readSeed } from '../azureml/seed/read';
import { DEFAULT_RESOURCE_GROUP, DEFAULT_SUBSCRIPTION } from '../azureml/seed/defaults';
import type { SeedFile } from '../azureml/seed/seed-file';
import { UserError } from './user-error';

/** Bytes that fit into a queue message: 64 KiB of base64. */
const messageLimit = 48 * 1024;

/** A request as it goes on the queue: whatever its file holds, so that the app's own validation is what is seen. */
export interface DemoRequest {
  body: unknown;
  /** Under which id to look for it; undefined when the file holds no object, or an id that is no text. */
  requestId: string | undefined;
}

/** Reads and checks a seed. Throws UserError. */
export function loadSeed(file: string): SeedFile {
  try {
    return readSeed(file);
  } catch (error) {
    if (error instanceof SeedError) throw new UserError(`The seed ${file} can't be used.\n${error.message}`);
    throw unreadable('seed', file, error);
  }
}

/** Reads a request and gives it an id if it has none. Throws UserError. */
export function loadRequest(file: string): DemoRequest {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable('request', file, error);
  }
  try {
    return withId(JSON.parse(text));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The request ${file} is not JSON: ${(error as Error).message}`);
  }
}

/** Gives a request an id if it has none. Throws UserError when it doesn't fit into a queue message. */
export function withId(body: unknown): DemoRequest {
  const whole =
    body !== null && typeof body === 'object' && !Array.isArray(body) && !('requestId' in body)
      ? { requestId: `demo-${randomBytes(4).toString('hex')}`, ...body }
      : body;
  if (Buffer.byteLength(JSON.stringify(whole)) > messageLimit)
    throw new UserError('The request is too large for a queue message (48 KiB).');
  const { requestId } = (whole ?? {}) as { requestId?: unknown };
  return { body: whole, requestId: typeof requestId === 'string' ? requestId : undefined };
}

/** ARM ids of the workspaces of a seed. */
export function workspaceIds(seed: SeedFile): string[] {
  return seed.workspaces.map(
    ({ subscriptionId = DEFAULT_SUBSCRIPTION, resourceGroup = DEFAULT_RESOURCE_GROUP, name }) =>
      [
        `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`,
        `/providers/Microsoft.MachineLearningServices/workspaces/${name}`,
      ].join(''),
  );
}

/** The request that the demo makes for a seed that comes without one: its first person, in all its workspaces. */
export function requestFor(seed: SeedFile): unknown {
  const person = seed.people[0];
  if (!person) throw new UserError('The seed has no people: say with --request what to do.');
  const strong = [
    { type: 'object_id', value: person.objectId },
    { type: 'upn', value: person.upn },
    { type: 'email', value: person.email },
  ].filter((identity) => identity.value !== undefined);
  // A name that others may bear only where there is nothing better: the demo accepts weak matches.
  const identities = strong.length > 0 ? strong : [{ type: 'display_name', value: person.displayName }];
  return {
    action: 'export_and_erase',
    subject: { identities },
    scope: { workspaces: workspaceIds(seed) },
    approval: 'required',
  };
}

function unreadable(what: string, file: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new UserError(`There is no ${what} file ${file}.`);
  return new UserError(`The ${what} ${file} can't be read: ${message}`);
}
