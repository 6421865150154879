import { ArmError, resourceNotFound } from '../arm-error';
import type { ArmCall, ArmResponse } from '../arm/arm-type';
import { targetOf } from '../arm/child-resources';
import type { EmulatorContext } from '../context';
import type { ResourceRecord } from '../records';

/** Experiments as run history knows them: those that have runs, or were left empty. */
export function experiments(scope: string, context: EmulatorContext): readonly ResourceRecord[] {
  return context.state.list('experiments', scope);
}

/** GET experimentids/{id}. */
export function getExperiment(id: string, scope: string, context: EmulatorContext): ArmResponse {
  const found = findExperiment(id, scope, context);
  if (found === undefined) throw new ArmError(404, 'UserError', `Experiment ${id} was not found.`);
  return { status: 200, body: found.body };
}

/** DELETE experimentids/{id}: only an empty experiment goes, at once or as an operation, as the seed says. */
export function deleteExperiment(id: string, scope: string, call: ArmCall): ArmResponse {
  const { context } = call;
  const found = findExperiment(id, scope, context);
  if (found === undefined) return { status: 204 };
  if (!isEmpty(found, context)) {
    throw new ArmError(400, 'UserError', 'Only empty Experiments can be deleted.', {
      fact: 'Only empty experiments can be deleted (MachineLearningNotebooks#196).',
    });
  }
  const { experimentDelete, operationSeconds, retryAfterSeconds } = context.settings.switches;
  if (experimentDelete === '200') {
    context.state.remove(found);
    return { status: 200 };
  }
  const operation = context.operations.start('delete', targetOf(found), operationSeconds);
  const location = `${context.baseUrl()}/history/v1.0${scope}/operationResults/${operation.id}`;
  return {
    status: 202,
    headers: { location, 'retry-after': String(retryAfterSeconds) },
    // The public specification names these members of a long-running answer.
    body: { location, operationResult: null },
  };
}

/** GET of the Location of a running deletion: 202 until it has ended. Where it leads is the emulator's own choice. */
export function pollExperimentDelete(id: string, call: ArmCall): ArmResponse {
  const operation = call.context.operations.find(id);
  if (operation === undefined) throw resourceNotFound(call.pathname);
  if (operation.status === 'Failed') throw new ArmError(500, 'ServiceError', operation.error ?? 'The deletion failed.');
  if (operation.status === 'Succeeded') return { status: 200 };
  const headers = {
    location: `${call.context.baseUrl()}${call.pathname}`,
    'retry-after': String(call.context.settings.switches.retryAfterSeconds),
  };
  return { status: 202, headers };
}

/** Ends a deletion. A run that was made in the meantime keeps the experiment. */
export function finishExperimentDelete(experiment: ResourceRecord, context: EmulatorContext): void {
  if (!isEmpty(experiment, context)) throw new Error('Only empty Experiments can be deleted.');
  context.state.remove(experiment);
}

function findExperiment(id: string, scope: string, context: EmulatorContext): ResourceRecord | undefined {
  return experiments(scope, context).find((experiment) => experiment.body.experimentId === id);
}

function isEmpty(experiment: ResourceRecord, context: EmulatorContext): boolean {
  const { experimentId } = experiment.body;
  return !context.state.list('runs', experiment.scope).some((run) => run.body.experimentId === experimentId);
}
