import type { PlanItem } from '../../src/requests/plan/plan';
import { pause, type AppClient } from './app-client';
import type { OwnStorage } from './own-storage';
import type { BadMessage, ChaosRequest, Delivery } from './requests';

/** What the driver reads of a request's status. */
export interface RequestView {
  id: string;
  state: string;
  planHash?: string;
  links: Record<string, string>;
}

/** States that are never left. */
export const endStates: readonly string[] = [
  ...['completed', 'completed_with_gaps', 'rejected', 'expired', 'cancelled', 'failed'],
];

/** The people and systems that send, approve and cancel. They try again until they are heard. */
export class Driver {
  constructor(
    private readonly app: AppClient,
    private readonly storage: OwnStorage,
    private readonly signal: AbortSignal,
  ) {}

  /** Everything that is done with one request, until it has ended. Throws what no honest answer explains. */
  async see(request: ChaosRequest): Promise<void> {
    await Promise.all([this.deliver(request), this.decide(request), this.cancel(request)]);
  }

  /** Sends a message that no request is in. */
  sendBad({ message }: BadMessage): Promise<void> {
    return this.storage.send('privacy-requests', message, this.signal);
  }

  private async deliver({ id, body, deliveries }: ChaosRequest): Promise<void> {
    for (const delivery of deliveries) {
      await pause(delivery.after);
      await this.send(id, body, delivery);
    }
  }

  private async send(id: string, body: unknown, { channel }: Delivery): Promise<void> {
    if (channel === 'queue') return this.storage.send('privacy-requests', body, this.signal);
    const answer = await this.app.insist('POST', '/api/requests', 'requester', body);
    if (answer.status !== 202) throw new Error(`${id} was answered by ${answer.status}: ${answer.body.toString()}`);
  }

  private async decide({ id, decision }: ChaosRequest): Promise<void> {
    const view = await this.until(id, ['awaiting_approval']);
    if (view.state !== 'awaiting_approval') return;
    const items = await planOf(this.app, id);
    const refs = (wanted: (item: PlanItem, index: number) => boolean) => items.filter(wanted).map(({ ref }) => ref);
    const body = {
      ...{ planHash: view.planHash, decision: decision.approve ? 'approve' : 'reject' },
      ...{ acceptWeak: decision.acceptWeak },
      acceptInUse: decision.acceptInUse ? refs((item) => item.keep?.outcome === 'in_use') : [],
      exclude: refs((_item, index) => decision.excludeEvery > 0 && index % decision.excludeEvery === 0),
    };
    for (let times = decision.twice ? 2 : 1; times > 0; times -= 1) {
      const answer = await this.app.insist('POST', `/api/requests/${id}/approval`, 'approver', body);
      // What was decided or cancelled meanwhile is not decided again.
      if (![202, 409].includes(answer.status))
        throw new Error(`The approval of ${id} was answered by ${answer.status}: ${answer.body.toString()}`);
    }
    await this.until(id, endStates);
  }

  private async cancel({ id, cancelAfter }: ChaosRequest): Promise<void> {
    if (cancelAfter === undefined) return;
    await pause(cancelAfter);
    for (;;) {
      const answer = await this.app.insist('POST', `/api/requests/${id}/cancel`, 'approver');
      if (answer.status === 202 || answer.status === 409) return;
      if (answer.status !== 404) throw new Error(`Cancelling ${id} was answered by ${answer.status}.`);
      await pause(300);
    }
  }

  private async until(id: string, states: readonly string[]): Promise<RequestView> {
    for (;;) {
      const view = await this.app.json<RequestView>(`/api/requests/${id}`);
      if (view && (states.includes(view.state) || endStates.includes(view.state))) return view;
      await pause(250);
    }
  }
}

/** All items of a plan, with the marks by which certificates call them; none if there is no plan. */
export async function planOf(app: AppClient, id: string): Promise<PlanItem[]> {
  const items: PlanItem[] = [];
  for (let next: string | undefined = `/api/requests/${id}/plan`; next;) {
    const page: { items: PlanItem[]; next?: string } | undefined = await app.json(next);
    if (!page) return items;
    items.push(...page.items);
    next = page.next;
  }
  return items;
}
