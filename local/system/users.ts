/** Who may sign in locally, and as what. */
export interface LocalUser {
  name: string;
  objectId: string;
  roles: string[];
}

/** People who can sign in locally: whoever asks for an erasure can't approve it. */
export const localUsers: LocalUser[] = [
  user('requester', 1, 'Requests.Read', 'Requests.Export', 'Requests.Erase'),
  user('approver', 2, 'Requests.Read', 'Requests.Approve'),
  user('both', 3, 'Requests.Read', 'Requests.Export', 'Requests.Erase', 'Requests.Approve'),
  user('reader', 4, 'Requests.Read'),
  user('nobody', 5),
];

function user(name: string, number: number, ...roles: string[]): LocalUser {
  return { name, objectId: `10ca1000-0000-4000-8000-00000000000${number}`, roles };
}
