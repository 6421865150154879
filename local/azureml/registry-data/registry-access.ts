import type { EmulatorContext } from '../context';
import { grantsOf, holds, registryAction } from '../grants';
import type { ResourceRecord } from '../records';
import { asObject } from '../json';
import type { ManagedIdentity } from '../settings';
import type { Principal, TokenService } from '../tokens';
import { RegistryError } from './registry-error';

/** Audiences of Entra tokens that a registry takes (SDK: KnownContainerRegistryAudience). */
const entraAudiences = ['https://containerregistry.azure.net', 'https://management.azure.com'];

/** Seconds that a refresh token and an access token of a registry live (Azure docs: 3 hours, 75 minutes). */
const lifetimes = { refresh: 10_800, access: 4_500 };

/** The tokens of one registry: an Entra token is exchanged for a refresh token, that one for an access token. */
export class RegistryAccess {
  private readonly service: string;

  constructor(
    private readonly registry: ResourceRecord,
    private readonly tokens: TokenService,
    private readonly context: EmulatorContext,
  ) {
    this.service = `${registry.name.toLowerCase()}.azurecr.io`;
  }

  /** Where a client has to go first, and for which scope. */
  challenge(scope: string): RegistryError {
    const realm = `${this.context.baseUrl()}/_registry/${this.registry.name}/oauth2/token`;
    return new RegistryError(401, 'UNAUTHORIZED', 'authentication required', {
      fact: 'Calls without an access token for their scope are challenged (ACR authentication with AAD).',
      headers: { 'www-authenticate': `Bearer realm="${realm}",service="${this.service}",scope="${scope}"` },
    });
  }

  /** Answers POST oauth2/exchange. */
  exchange(form: URLSearchParams): { refresh_token: string } {
    this.checkService(form);
    const principal = this.principalOf(form.get('access_token') ?? '', entraAudiences);
    if (form.get('grant_type') !== 'access_token' || !principal) throw this.challenge('registry:catalog:*');
    return { refresh_token: this.issue(principal, this.refreshAudience, lifetimes.refresh) };
  }

  /** Answers POST oauth2/token. */
  access(form: URLSearchParams): { access_token: string } {
    this.checkService(form);
    const scope = form.get('scope') ?? '';
    const principal = this.principalOf(form.get('refresh_token') ?? '', [this.refreshAudience]);
    if (form.get('grant_type') !== 'refresh_token' || !principal) throw this.challenge(scope);
    return { access_token: this.issue(principal, this.accessAudience(scope), lifetimes.access) };
  }

  /** Who calls; throws the challenge, and 401 for deletions by anybody but the eraser. */
  authorize(header: string | undefined, scope: string): Principal {
    const properties = asObject(this.registry.body.properties);
    if (properties.publicNetworkAccess === 'Disabled') {
      throw new RegistryError(403, 'DENIED', 'client with IP is not allowed access.', {
        fact: 'A registry behind a firewall answers 403 DENIED to everybody else (Azure docs: troubleshoot login).',
      });
    }
    const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? '';
    const principal = this.principalOf(token, [this.accessAudience(scope)]);
    if (!principal) throw this.challenge(scope);
    // A registry hands out tokens for whatever is asked and refuses the call, with the same challenge again.
    const granted = grantsOf(principal.objectId, this.context.settings);
    if (granted && !holds(granted.actions, registryAction(scope))) throw this.challenge(scope);
    const isEraser = principal.objectId === this.context.settings.identities.eraser.objectId;
    if (scope.endsWith(':delete') && !isEraser) throw this.challenge(scope);
    return principal;
  }

  private checkService(form: URLSearchParams): void {
    if (form.get('service') === this.service) return;
    throw new RegistryError(400, 'UNSUPPORTED', 'The service is not this registry.');
  }

  private get refreshAudience(): string {
    return `${this.service} refresh`;
  }

  private accessAudience(scope: string): string {
    return `${this.service} ${scope}`;
  }

  private seconds(): number {
    return Math.floor(this.context.now().getTime() / 1000);
  }

  private issue(identity: ManagedIdentity, audience: string, lifetime: number): string {
    return this.tokens.issue(identity, audience, this.seconds(), lifetime).token;
  }

  private principalOf(token: string, audiences: readonly string[]): Principal | undefined {
    const found = this.tokens.verify(token, audiences, this.seconds());
    return typeof found === 'string' ? undefined : found;
  }
}
