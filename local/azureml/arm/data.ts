import { ArmError, userError } from '../arm-error';
import type { ArmType } from './arm-type';
import { containerType, versionType } from './assets';

const refuseDelete: ArmType['refuseDelete'] = (_record, call) => {
  const answer = call.context.settings.switches.dataDelete;
  if (answer === '204') return;
  const message = 'Any delete operation on data containers or versions is no longer supported in v2 APIs.';
  if (answer === '400') throw userError(message, 'Data assets cannot be deleted by design (vscode-tools-for-ai#1739).');
  throw new ArmError(405, 'MethodNotAllowed', message, { fact: 'Some versions of the service answer 405 instead.' });
};

/** Data assets: archived, not deleted; blobs are never touched by the registration. */
export const data = containerType('data', { refuseDelete });

/** Versions of data assets. */
export const dataVersions = versionType('data/versions', { refuseDelete });
