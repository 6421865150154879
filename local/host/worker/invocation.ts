import type { Invocation, InvocationResult } from '../contract';
import type { CoreInvocationContext, FunctionCallback, FunctionMetadata, ProgrammingModel } from './core-module';
import type { Hooks } from './hooks';

/** A function as the worker holds it. */
export interface LoadedFunction {
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

/** Runs one invocation as the Node worker does: arguments, pre hooks, the function, post hooks, response. */
export async function runInvocation(
  invocation: Invocation,
  fn: LoadedFunction,
  model: ProgrammingModel,
  hooks: Hooks,
  log: CoreInvocationContext['log'],
): Promise<InvocationResult> {
  const { invocationId, functionId, inputData, triggerMetadata, retryContext } = invocation;
  const core: CoreInvocationContext = {
    invocationId,
    request: { invocationId, functionId, inputData, triggerMetadata, retryContext },
    metadata: fn.metadata,
    log,
  };
  const invocationModel = model.getInvocationModel(core);
  const { context, inputs } = await invocationModel.getArguments();
  const hookData = {};
  const invocationContext = { value: context, enumerable: true };

  const before = hooks.context(hookData, { inputs, functionCallback: fn.callback });
  Object.defineProperty(before, 'invocationContext', invocationContext);
  core.state = 'preInvocationHooks';
  await hooks.run('preInvocation', before);

  const outcome: { inputs: unknown[]; result: unknown; error: unknown } = {
    inputs: before.inputs,
    result: null,
    error: null,
  };
  const after = hooks.context(hookData, outcome);
  Object.defineProperty(after, 'invocationContext', invocationContext);
  core.state = 'invocation';
  try {
    after.result = await invocationModel.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (error) {
    after.error = error ?? new Error('Unknown error');
  }
  core.state = 'postInvocationHooks';
  await hooks.run('postInvocation', after);
  core.state = undefined;

  if (after.error !== null && after.error !== undefined) throw toError(after.error);
  const response = await invocationModel.getResponse(context, after.result);
  return { returnValue: response.returnValue, outputData: response.outputData };
}

function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}
