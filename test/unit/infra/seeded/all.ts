import { appSettings, names } from './app-settings';
import { consequences } from './consequences';
import { language } from './language';
import { modules } from './modules';
import { openings, passedOn } from './openings';
import { resources, reads } from './resources';
import { rights } from './rights';
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
];
