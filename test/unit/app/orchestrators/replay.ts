import { answerFromError, answerFromResult, type Answer } from '../../../../local/host/durable/answer';
import type { HistoryEvent } from '../../../../local/host/durable/model';
import { eventText, orchestrationTriggerData } from '../../../../local/host/durable/trigger-data';
import { sdkInvoker } from '../../../component/durable/sdk-worker';

/** What the SDK answers for an orchestrator with this history, of which so many events were played before. */
export async function replay(name: string, input: string, history: HistoryEvent[], played: number): Promise<Answer> {
  const fn = sdkInvoker.functions().find((each) => each.name === name);
  const binding = Object.values(fn?.bindings ?? {}).find((each) => each.type === 'orchestrationTrigger');
  if (!binding) throw new Error(`No orchestrator ${name}`);
  const data = orchestrationTriggerData(
    { instanceId: 'i', input, isReplaying: played > 0 },
    history.map((each, index) => eventText(each, index < played)),
  );
  return sdkInvoker
    .invoke({
      ...{ functionId: name, invocationId: 'x', triggerMetadata: {} },
      inputData: [{ name: binding.name, data: { string: data } }],
    })
    .then(answerFromResult, answerFromError);
}
