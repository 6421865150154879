import type { OutputWriter } from '../contract';
import { textProperty } from '../bindings';
import type { Connect } from './connection';
import { encodeMessage, outputMessages, type MessageEncoding } from './message';
import { creatingQueue } from './storage-errors';

/** Writes the queue outputs of a function: named output bindings and the return binding. */
export function createOutputWriter(connect: Connect, encoding: MessageEncoding): OutputWriter {
  return async (fn, { returnValue, outputData }) => {
    const values = new Map(outputData.map(({ name, data }) => [name, data]));
    if (returnValue) values.set('$return', returnValue);
    for (const binding of Object.values(fn.bindings)) {
      const data = values.get(binding.name);
      if (binding.type.toLowerCase() !== 'queue' || !data) continue;
      const queueName = textProperty(binding, 'queueName');
      if (!queueName) throw new Error(`Function '${fn.name}': the output '${binding.name}' has no queueName.`);
      const queue = connect(textProperty(binding, 'connection')).getQueueClient(queueName.toLowerCase());
      for (const message of outputMessages(data)) {
        await creatingQueue(queue, () => queue.sendMessage(encodeMessage(message, encoding)));
      }
    }
  };
}
