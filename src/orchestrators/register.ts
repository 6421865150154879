import * as df from 'durable-functions';
import { followUp } from './follow-up';
import { listing } from './listing';
import { orchestrators } from './names';
import { phase } from './phase';
import { request } from './request';
import { shard } from './shard';

df.app.orchestration(orchestrators.request, request);
df.app.orchestration(orchestrators.listing, listing);
df.app.orchestration(orchestrators.phase, phase);
df.app.orchestration(orchestrators.shard, shard);
df.app.orchestration(orchestrators.followUp, followUp);
