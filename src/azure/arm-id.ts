import { AzureError } from './azure-error';

/** What a URL would read as something else, or drop: escapes, query, fragment, backslash, spaces and control characters. */
const unsafe = /[%?#\\\s\p{Cc}]/gu;

/** The subscription that an ARM id lies in; empty for what is no such id. */
export function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '';
}

/**
 * The ARM id of something below a resource: `kind` is the path segment of its type. Azure allows few characters in
 * names, but a name that reached us must not lead a call to another resource. Throws for names that no path can hold.
 */
export function childId(parent: string, kind: string, name: string): string {
  // URLs resolve these: a DELETE of the job `..` would be one of the workspace.
  // Half a character has no escape either: URLs would put another one in its place.
  if (name === '' || name === '.' || name === '..' || name.includes('/') || /\p{Cs}/u.test(name)) {
    throw new AzureError(400, 'UnsafeName', 'A resource has a name that cannot stand in a path.', false);
  }
  return `${parent}/${kind}/${name.replace(unsafe, encodeURIComponent)}`;
}
