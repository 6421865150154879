import type { OrchestrationContext, OrchestrationHandler, Task } from 'durable-functions';
import type { FrozenPlan } from '../activities/freeze-plan';
import type { OpenedRequest } from '../activities/open-request';
import type { CertificateInput } from '../requests/certificate/certificate-input';
import { awaitDecision } from './approval';
import { calling, type Call } from './call';
import { carryOut } from './carry-out';
import { enter } from './enter';
import { takeInventory, type Inventory } from './inventory';
import { activities } from './names';
import { patientRetry, retry } from './retry';

/** Input of an orchestration: the key of a request, and whether an earlier one of it was lost. */
export interface RequestInput {
  key: string;
  resumed?: true;
}

/** The whole way of a request: inventory, plan, approval, export, erasure, verification, certificate, notification. */
export const request: OrchestrationHandler = function* (context: OrchestrationContext) {
  const input = context.df.getInput<RequestInput>();
  const { key } = input;
  const call = calling(context);
  const end: CertificateInput = { key, phases: [], gaps: [] };
  try {
    yield* walk(context, call, input, end);
  } catch {
    // The reason stands in the log of the activity that failed; messages may name people, so none is kept here.
    end.state = 'failed';
    end.failure = 'A step failed for good. The log of the function app has the reason, by the instance id.';
  }
  yield* call(activities.issueCertificate, patientRetry(), end);
  yield* call(activities.notify, patientRetry(), { key });
};

function* walk(
  context: OrchestrationContext,
  call: Call,
  input: RequestInput,
  end: CertificateInput,
): Generator<Task, void, unknown> {
  const { key, resumed } = input;
  // A certificate of failure must not come of not knowing what a lost orchestration did, so that is asked for longer.
  const opened = yield* call<OpenedRequest>(activities.openRequest, resumed ? patientRetry() : retry(), input);
  const { resume } = opened;
  if (resume?.ended) return;
  if (resume?.ending) return void Object.assign(end, resume.ending);

  let inventory: Inventory;
  if (resume?.jobPages) inventory = { jobPages: resume.jobPages, pages: [], gaps: [] };
  else {
    if (yield* enter(context, call, { key, state: 'inventorying' })) return void (end.state = 'cancelled');
    inventory = yield* takeInventory(context, key, 'plan-1', opened);
  }
  // A plan that is frozen already stays the plan, whatever the inventory.
  const plan = yield* call<FrozenPlan>(activities.freezePlan, retry(), {
    ...{
      key,
      pass: 'plan-1',
      version: 1,
      jobPages: inventory.jobPages,
      pages: inventory.pages,
      gaps: inventory.gaps,
    },
  });
  end.plan = plan.blob;
  if (opened.dryRun) return;

  if (!resume?.milestone) {
    const approval = yield* awaitDecision(context, call, key, plan, opened);
    if (approval.state !== 'approved') return void (end.state = approval.state);
    end.decision = approval.decision;
  }
  yield* carryOut({ context, call, end, opened, plan, jobPages: inventory.jobPages });
}
