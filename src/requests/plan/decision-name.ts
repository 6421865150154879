/**
 * The document of the decision about a plan, by the plan's hash, or of an automatic one. One name per plan: of two people
 * who decide at once the first counts, and the second is told.
 */
export function decisionName(key: string, plan: string): string {
  return `requests/${key}/decision-${plan === 'automatic' ? plan : plan.slice(0, 12)}.json`;
}
