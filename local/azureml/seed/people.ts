import type { JsonObject } from '../json';
import { guidOf } from '../ids';
import type { SeedPerson } from './seed-file';

/** Looks people up by key and says how the services name them. */
export class People {
  private readonly byKey: Map<string, SeedPerson>;

  constructor(
    people: readonly SeedPerson[],
    private readonly tenantId: string,
  ) {
    this.byKey = new Map(people.map((person) => [person.key, person]));
  }

  /** The person's object id; made from the key when the seed gives none. */
  objectId(key: string): string {
    return this.byKey.get(key)?.objectId ?? guidOf(`person:${key}`);
  }

  displayName(key: string): string {
    return this.byKey.get(key)?.displayName ?? key;
  }

  /** The full user object of run history (public specification: Run.createdBy). */
  user(key: string): JsonObject {
    const person = this.byKey.get(key);
    return {
      userObjectId: this.objectId(key),
      userPuId: guidOf(`puid:${key}`).replaceAll('-', '').slice(0, 16).toUpperCase(),
      userIdp: null,
      userAltSecId: null,
      userIss: `https://sts.windows.net/${this.tenantId}/`,
      userTenantId: this.tenantId,
      userName: this.displayName(key),
      upn: person?.upn ?? person?.email ?? `${key}@example.com`,
    };
  }

  /** systemData of a machine learning resource: a display name, never an id. */
  systemData(key: string | undefined, createdAt: string): JsonObject {
    const dates = { createdAt, lastModifiedAt: createdAt };
    if (key === undefined) return { ...dates, createdBy: 'azureml', createdByType: 'Application' };
    const name = this.displayName(key);
    const by = { createdBy: name, createdByType: 'User', lastModifiedBy: name, lastModifiedByType: 'User' };
    return { ...dates, ...by };
  }

  /** `{ userName, userOrgId, userId }` of a compute instance. */
  computeOwner(key: string): JsonObject {
    return { userName: this.displayName(key), userOrgId: this.tenantId, userId: this.objectId(key) };
  }

  /** `{ objectId, tenantId }` of an assigned compute instance. */
  assignedUser(key: string): JsonObject {
    return { objectId: this.objectId(key), tenantId: this.tenantId };
  }
}
