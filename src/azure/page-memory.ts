/** One page of a list and the link to the next. */
export interface ArmPage {
  value: Record<string, unknown>[];
  next?: string;
}

/** Milliseconds for which a page is given again. */
const keepsMs = 60_000;
/** Pages that are kept at most, over all looks. */
const limit = 200;

const kept = new Map<string, { page: Promise<ArmPage>; readAt: number }>();

/**
 * Reads a page of a list once for everybody who takes the same look at a workspace: many types need the same lists (all
 * jobs, all deployments) and the budget of reads is 25 a second. A look begins with its name, so a page is never older
 * than it; what must know how things are right now reads without one. A page that failed is read anew.
 */
export function rememberedPage(look: string, url: string, read: () => Promise<ArmPage>): Promise<ArmPage> {
  const name = `${look} ${url}`;
  const known = kept.get(name);
  if (known && Date.now() - known.readAt < keepsMs) return known.page;
  const entry = { page: read(), readAt: Date.now() };
  kept.delete(name);
  kept.set(name, entry);
  entry.page.catch(() => {
    if (kept.get(name) === entry) kept.delete(name);
  });
  for (const oldest of kept.keys()) {
    if (kept.size <= limit) break;
    kept.delete(oldest);
  }
  return entry.page;
}
