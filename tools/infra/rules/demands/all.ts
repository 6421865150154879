import { ofApp } from './app';
import type { Demand } from './demand';
import { ofOthers } from './others';
import { ofStorage } from './storage';

/** What is not up to whoever writes the templates. */
export const demands: readonly Demand[] = [...ofStorage, ...ofApp, ...ofOthers];
