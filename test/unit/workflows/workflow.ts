import { parse } from 'yaml';

/** What an action or a called workflow is given. */
export type Inputs = Record<string, string | number | boolean>;

/** A step as far as the rules read it. */
export interface Step {
  name?: string;
  uses?: string;
  run?: string;
  with?: Inputs;
}

/** A job; one that calls another workflow has `uses` instead of steps. */
export interface Job {
  'runs-on'?: string;
  'timeout-minutes'?: number;
  uses?: string;
  with?: Inputs;
  environment?: string | { name: string };
  permissions?: Record<string, string>;
  strategy?: { matrix?: Record<string, unknown> };
  steps?: Step[];
}

/** What a workflow file says. */
export interface WorkflowContent {
  on: string | string[] | Record<string, unknown>;
  permissions?: unknown;
  concurrency?: unknown;
  defaults?: { run?: { shell?: string } };
  jobs: Record<string, Job>;
}

/** A workflow file: its name, its text and what that says. */
export interface Workflow {
  file: string;
  text: string;
  content: WorkflowContent;
}

/** Reads a workflow. @throws a YAMLParseError */
export function readWorkflow(file: string, text: string): Workflow {
  return { file, text, content: parse(text) as WorkflowContent };
}

/** A job with its name. */
export interface NamedJob {
  name: string;
  job: Job;
  steps: readonly Step[];
}

/** All jobs of a workflow. */
export function jobsOf(workflow: Workflow): NamedJob[] {
  return Object.entries(workflow.content.jobs).map(([name, job]) => ({ name, job, steps: job.steps ?? [] }));
}

/** All steps of a workflow. */
export function stepsOf(workflow: Workflow): Step[] {
  return jobsOf(workflow).flatMap(({ steps }) => [...steps]);
}

/** An action that a workflow uses, with the version that the comment behind it names. */
export interface ActionUse {
  action: string;
  ref: string;
  version: string | undefined;
}

/** The actions from elsewhere that a workflow uses, from its lines, as the parser drops comments. */
export function actionsOf(workflow: Workflow): ActionUse[] {
  return [...workflow.text.matchAll(/^\s*(?:- )?uses: (?!\.\/)([^@\s]+)(?:@(\S+))?(?: # (\S+))?[^\S\n]*$/gm)].map(
    ([, action = '', ref = '', version]) => ({ action, ref, version }),
  );
}

/** The names of the events that start a workflow. */
export function eventsOf({ content }: Workflow): string[] {
  if (typeof content.on === 'string') return [content.on];
  return Array.isArray(content.on) ? content.on : Object.keys(content.on);
}

/** Whether other workflows call this one. */
export function isCalled(workflow: Workflow): boolean {
  return eventsOf(workflow).includes('workflow_call');
}

/** The scripts of all steps. */
export function scriptsOf(workflow: Workflow): string[] {
  return stepsOf(workflow).flatMap(({ run }) => (run === undefined ? [] : [run]));
}

/** The jobs that run on a machine instead of calling another workflow. */
export function runningJobs(workflow: Workflow): NamedJob[] {
  return jobsOf(workflow).filter(({ job }) => job.uses === undefined);
}
