/** Calls of the emulator's log by service and kind, the most frequent first. */
export function countCalls(counters: Readonly<Record<string, number>>): [kind: string, count: number][] {
  const kinds = new Map<string, number>();
  for (const [call, count] of Object.entries(counters)) {
    const kind = kindOf(call);
    kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  return [...kinds].sort((a, b) => b[1] - a[1]);
}

/** `GET /subscriptions/…/workspaces/w/jobs/j` → `ARM GET jobs/*`: names are left out. */
function kindOf(call: string): string {
  const [method = '', path = ''] = call.split(' ');
  const [, below] = /\/workspaces\/[^/]+(.*)$/i.exec(path) ?? [];
  const service = path.startsWith('/history/') ? 'run history' : path.startsWith('/subscriptions/') ? 'ARM' : 'other';
  if (below === undefined) return `${service} ${method}`;
  const words = below.split('/').filter(Boolean);
  return `${service} ${method} ${words.map((word, at) => (at % 2 === 0 ? word : '*')).join('/') || 'workspace'}`;
}
