import { assetIdIn, workspaceIdAt } from '../ownership/asset-references';
import { urisIn } from '../ownership/mentions';
import { textAt } from '../json';

/** What a record names as its inputs. */
export interface Named {
  /** Data assets and models by ARM id in lower case: of a version, or of the name, which stands for every version. */
  assets: Set<string>;
  /** Names of the jobs whose outputs it takes. */
  jobs: Set<string>;
  /** URIs of storage, those of jobs' outputs too. */
  uris: Set<string>;
}

type Kind = 'data' | 'models';

/** `…/workspaces/{name}/data|models/{name}`, with a version or a label or neither, as an ARM id or an asset URI. */
const long =
  /^(?:azureml:)?\/{1,2}(?:(subscriptions\/[^/]+\/resourceGroups\/[^/]+(?:\/providers\/[^/]+)?)|locations\/[^/]+)\/workspaces\/([^/]+)\/(data|models)\/([^/?#\s]+)(?:\/(versions|labels)\/([^/?#\s]+))?$/i;

/** Members of a job that hold what it makes, what it is run with, or words for people: nothing that it reads. */
const notRead = new Set([
  ...['outputs', 'outputdatasets', 'code', 'codeid', 'component', 'componentid', 'environment', 'environmentid'],
  ...['compute', 'computeid', 'services', 'tags', 'description', 'displayname', 'properties', 'resources'],
]);

/**
 * What a job reads as far as its record tells: its inputs, those of its steps and trials, and every URI in its command,
 * arguments or variables. `properties` is what the record has below that name. Places are not resolved here.
 */
export function namedInputs(properties: unknown, workspaceId: string): Named {
  const named: Named = { assets: new Set(), jobs: new Set(), uris: new Set() };
  collect(properties, undefined, workspaceId, named);
  return named;
}

/** `kind`: what the input that the value is of was declared to be; undefined outside of such inputs. */
function collect(value: unknown, kind: Kind | undefined, workspaceId: string, named: Named): void {
  if (typeof value === 'string') {
    const asset = inputReference(value, kind, workspaceId);
    if (asset) named.assets.add(asset);
    // A declared input is one URI, blanks included; elsewhere URIs stand among other words.
    else for (const uri of kind ? urisIn(value).slice(0, 1) : urisIn(value)) take(uri, workspaceId, named);
  } else if (value !== null && typeof value === 'object') {
    const inner = kindOfInput(value) ?? kind;
    for (const [member, part] of Object.entries(value)) {
      if (!notRead.has(member.toLowerCase())) collect(part, inner, workspaceId, named);
    }
  }
}

/** What an input is declared to be; steps of pipelines, components and run history each spell it their own way. */
function kindOfInput(value: object): Kind | undefined {
  const type = textAt(value, 'jobInputType') ?? textAt(value, 'job_input_type') ?? textAt(value, 'type') ?? '';
  if (/^(?:custom|mlflow|triton)_?model$/i.test(type)) return 'models';
  return /^(?:uri_?file|uri_?folder|ml_?table)$/i.test(type) ? 'data' : undefined;
}

function take(uri: string, workspaceId: string, named: Named): void {
  const asset = longReference(uri, workspaceId);
  if (asset) {
    named.assets.add(asset);
    return;
  }
  // A place that is filled in when the job runs is named by nobody yet.
  if (uri.includes('${{')) return;
  const job = jobOfOutput(uri);
  if (job) named.jobs.add(job);
  // A pattern of names stands for what is in its folder; a bracket or stop at the end may be a command's.
  for (const each of [uri, uri.replace(/[)\]},;.]+$/, '')]) named.uris.add(each.replace(/[^/]*\*.*$/s, ''));
}

/** The job whose output a URI names (`azureml://jobs/{job}/outputs/…`, `runs:/{job}/…`). */
export function jobOfOutput(uri: string): string | undefined {
  return /^(?:azureml:\/\/jobs\/([^/]+)\/outputs(?:\/|$)|runs:\/([^/?]+)\/)/i.exec(uri)?.slice(1).find(Boolean);
}

/**
 * An input that is an asset: an ARM id, an asset URI, or `azureml:name` with `:version`, `@label` or, where it can be
 * nothing else (computes are named so too), neither.
 */
function inputReference(text: string, kind: Kind | undefined, workspaceId: string): string | undefined {
  const shortened = kind ? /^azureml:/i.test(text) : /^azureml:[^:@]+[:@]/i.test(text);
  return longReference(text, workspaceId) ?? (shortened ? short(text, kind ?? 'data', workspaceId) : undefined);
}

/**
 * The model that a deployment names, as an ARM id in lower case: of a version, or of the name where it names a label.
 * There `azureml:` may be left out.
 */
export function modelReference(value: unknown, workspaceId: string): string | undefined {
  const text = typeof value === 'string' ? value : (textAt(value, 'assetId') ?? '');
  return longReference(text, workspaceId) ?? short(text, 'models', workspaceId);
}

function longReference(text: string, workspaceId: string): string | undefined {
  const [, place, workspace, kind, name, by, version] = long.exec(text) ?? [];
  if (!workspace || !kind || !name) return undefined;
  // By location the workspace is named by its GUID, which its ARM id doesn't hold: taken for this one.
  const root = place ? workspaceIdAt(place, workspace) : workspaceId;
  return assetIdIn(
    root,
    kind.toLowerCase(),
    name,
    by?.toLowerCase() === 'versions' ? version : undefined,
  )?.toLowerCase();
}

function short(text: string, kind: Kind, workspaceId: string): string | undefined {
  const [, name, separator, version] = /^(?:azureml:)?([^/:@\s]+)(?:([:@])([^/:@\s]+))?$/i.exec(text) ?? [];
  if (!name) return undefined;
  return assetIdIn(workspaceId, kind, name, separator === ':' ? version : undefined)?.toLowerCase();
}
