import { AzureMachineLearningWorkspaces } from '@azure/arm-machinelearning';
import { createPipelineRequest, type HttpMethods, type PipelineResponse } from '@azure/core-rest-pipeline';
import { settings } from '../config/settings';
import { credentialFor, type Role } from './credential';
import { AzureError, isTransientStatus, plainCode } from './azure-error';
import { budgetFor, callKind, paced } from './arm-pace';
import { leaveThrottling, restoreLongWait, waitSeconds } from './long-waits';
import { remembered, rememberedPage, type ArmPage } from './page-memory';
import { patientClient } from './patient-client';
import { Trail } from './trail';

/** The api-version of the SDK's own models; every call that names no other uses it. */
export const machineLearningApiVersion = '2022-10-01';

/** Raw service JSON. The SDK's models drop unknown fields and invent defaults, so exports must not use them. */
export type Json = Record<string, unknown>;

/** An answer of Azure Resource Manager. */
export interface ArmAnswer {
  status: number;
  body: Json | undefined;
  headers: PipelineResponse['headers'];
}

const clients = new Map<string, AzureMachineLearningWorkspaces>();

function clientFor(role: Role, subscriptionId: string): AzureMachineLearningWorkspaces {
  const key = `${role} ${subscriptionId}`;
  let client = clients.get(key);
  if (!client) {
    const { CLOUD_ARM_ENDPOINT, CLOUD_ARM_AUDIENCE } = settings();
    client = new AzureMachineLearningWorkspaces(credentialFor(role), subscriptionId, {
      endpoint: CLOUD_ARM_ENDPOINT,
      credentialScopes: [`${CLOUD_ARM_AUDIENCE}/.default`],
      httpClient: patientClient(),
      // Only what is no 429: those are the budget's, or for long waits the orchestrator's.
      retryOptions: { maxRetries: 4, maxRetryDelayInMs: 8_000 },
      additionalPolicies: [{ policy: leaveThrottling, position: 'perRetry' }],
    });
    clients.set(key, client);
  }
  return client;
}

/**
 * The body of an answer of a service that speaks JSON. What refuses a call may be something else, such as a gateway with
 * a page of its own: then its status says all.
 */
export function jsonOf(status: number, text: string | null | undefined): Json | undefined {
  if (!text) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    if (status >= 300) return undefined;
    throw new AzureError(502, 'InvalidAnswer', 'Azure answered with something that is not JSON.', true);
  }
}

/**
 * Azure Resource Manager for one role, as raw JSON through the pipeline of the official SDK (its authentication,
 * retries and headers). Paths start with `/subscriptions/…`; names in them are escaped already (see `childId`).
 */
export class Arm {
  /** `look`: what reads as one with others, see `remembered`. Without it everything is read anew. */
  constructor(
    private readonly role: Role,
    readonly look?: string,
  ) {}

  /**
   * Sends one call when the budget of its subscription has room for it (see `paced`). Answers of 4xx and 5xx are
   * returned, so that callers can tell them apart by code; a 429 only if it asks for a long wait or for none.
   */
  async send(method: HttpMethods, pathOrUrl: string, apiVersion?: string, body?: Json): Promise<ArmAnswer> {
    const url = this.urlOf(pathOrUrl, apiVersion);
    const subscription = /\/subscriptions\/([^/?]+)/i.exec(url.pathname)?.[1] ?? '';
    const kind = callKind(method);
    return paced(budgetFor(this.role, subscription, kind), kind, async () => {
      const request = createPipelineRequest({ url: url.href, method });
      request.headers.set('accept', 'application/json');
      if (body) {
        request.headers.set('content-type', 'application/json');
        request.body = JSON.stringify(body);
      }
      const response = await clientFor(this.role, subscription).sendRequest(request);
      restoreLongWait(response);
      return { status: response.status, body: jsonOf(response.status, response.bodyAsText), headers: response.headers };
    });
  }

  /** GET; undefined for 404. Throws AzureError for every other refusal. */
  async get(path: string, apiVersion?: string): Promise<Json | undefined> {
    const read = () => this.readOne(path, apiVersion);
    return this.look === undefined ? read() : remembered(this.look, this.urlOf(path, apiVersion).href, read);
  }

  private async readOne(path: string, apiVersion?: string): Promise<Json | undefined> {
    const answer = await this.send('GET', path, apiVersion);
    if (answer.status === 404) return undefined;
    return this.accept(answer);
  }

  /** One page of a list. `next` is Azure's nextLink: give it back as `path` to go on, also after a restart. */
  async page(path: string, apiVersion?: string): Promise<ArmPage> {
    const read = () => this.readPage(path, apiVersion);
    return this.look === undefined ? read() : rememberedPage(this.look, this.urlOf(path, apiVersion).href, read);
  }

  private async readPage(path: string, apiVersion?: string): Promise<ArmPage> {
    const body = this.accept(await this.send('GET', path, apiVersion));
    if (!Array.isArray(body.value)) {
      throw new AzureError(502, 'InvalidAnswer', 'A list came without its `value`.', true);
    }
    const next = typeof body.nextLink === 'string' && body.nextLink ? body.nextLink : undefined;
    return { value: body.value as Json[], next };
  }

  /** All pages of a list, one item after the other; a nextLink that repeats itself is an error, not an endless loop. */
  async *list(path: string, apiVersion?: string): AsyncGenerator<Json> {
    const trail = new Trail();
    let next: string | undefined = path;
    while (next) {
      const page: ArmPage = await this.page(trail.follow(next), apiVersion);
      yield* page.value;
      next = page.next;
    }
  }

  private accept(answer: ArmAnswer): Json {
    if (answer.status < 300 && answer.body) return answer.body;
    throw errorOf(answer);
  }

  private urlOf(pathOrUrl: string, apiVersion = machineLearningApiVersion): URL {
    const base = new URL(settings().CLOUD_ARM_ENDPOINT);
    const url = new URL(pathOrUrl, base);
    // A nextLink or an operation URL that leads elsewhere would carry our token there.
    if (url.origin !== base.origin) {
      throw new AzureError(502, 'ForeignUrl', 'Azure named a URL on another host.', false);
    }
    if (!url.searchParams.has('api-version')) url.searchParams.set('api-version', apiVersion);
    return url;
  }
}

/** The error that an answer of Azure stands for, with its code, which decides what to do (never the status alone). */
export function errorOf(answer: ArmAnswer): AzureError {
  const named = answer.body?.error;
  const error = named !== null && typeof named === 'object' ? (named as Json) : answer.body;
  const code = plainCode(error?.code, answer.status);
  return new AzureError(
    answer.status,
    code,
    `Azure answered ${answer.status} ${code}.`,
    isTransientStatus(answer.status, code),
    waitSeconds((name) => answer.headers.get(name)),
  );
}
