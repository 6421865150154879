import { appSettings, names } from './app-settings';
import { consequences } from './consequences';
import { crossed } from './crossed';
import { language } from './language';
import { modules } from './modules';
import { openings, passedOn } from './openings';
import { resources, reads } from './resources';
import { definitions, rights } from './rights';
import { watching } from './watching';
import type { SeededFault } from './fault';

/** Every fault that the checks are tried with. */
export const seededFaults: readonly SeededFault[] = [
  ...language,
  ...modules,
  ...resources,
  ...reads,
  ...rights,
  ...appSettings,
  ...names,
  ...openings,
  ...passedOn,
  ...consequences,
  ...crossed,
  ...definitions,
  ...watching,
];
