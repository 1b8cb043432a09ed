import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults } from '../core/faults';
import { Gateway } from '../core/gateway';
import { AccessControl } from '../core/iam';
import { AWS_LIMITS } from '../core/limits';
import type { DeclaredResource, JsonObject, ProvisionedResource, Service, Site, Surroundings } from '../core/service';
import { openPorts, type ServiceModule } from '../core/service-module';

/** The configuration that a test passes to the constructor of an AWS client. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** An endpoint on a free port with a temporary state folder, for the services under test. */
export class Endpoint {
  private readonly ports = openPorts();
  private readonly services: Service[] = [];

  private constructor(
    private readonly gateway: Gateway,
    readonly surroundings: Surroundings,
    readonly faults: Faults,
    /** Roles and policies, which a test may declare. */
    readonly access: AccessControl,
  ) {}

  /**
   * `enforcesPolicies`: whether roles and services are restricted to what policies allow; without templates there are
   * none. `limits`: the quotas that services enforce; by default those of AWS.
   */
  static async open({ enforcesPolicies = false, limits = AWS_LIMITS } = {}): Promise<Endpoint> {
    const faults = new Faults();
    const account = { accountId: '000000000000', region: 'us-east-1' };
    const access = new AccessControl(account, enforcesPolicies);
    const gateway = new Gateway(faults, access);
    const port = await gateway.listen(0);
    const stateDir = mkdtempSync(join(tmpdir(), 'embedded-cloud-'));
    const endpoint = `http://127.0.0.1:${port}`;
    return new Endpoint(gateway, { ...account, endpoint, stateDir, limits }, faults, access);
  }

  /** Creates a service, after those whose ports it needs. A second call restarts it: the new one replaces the old one. */
  run<Created extends Service>({ create }: ServiceModule<string, Created>): Created {
    const { surroundings, faults, access, ports } = this;
    const assemblyDir = surroundings.stateDir;
    return this.add(
      create({ surroundings, faults, access, assemblyDir, ...ports, services: () => this.services, stacks: () => [] }),
    );
  }

  /** Puts a service behind the endpoint, in place of an earlier one of the same name. */
  add<T extends Service>(service: T): T {
    this.gateway.add(service);
    this.services.push(service);
    return service;
  }

  /** Answers paths that belong to no service. */
  addSite(site: Site): void {
    this.gateway.addSite(site);
  }

  clientConfig(maxAttempts = 1): ClientConfig {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    return { endpoint: this.surroundings.endpoint, region: this.surroundings.region, credentials, maxAttempts };
  }

  /** Stops every service and deletes the state folder. */
  async close(): Promise<void> {
    for (const service of this.services) await service.stop?.();
    await this.gateway.close();
    rmSync(this.surroundings.stateDir, { recursive: true, force: true });
  }
}

/** A resource as the template reader passes it to a service. */
const declare = (type: string, properties: JsonObject = {}, logicalId = 'Thing'): DeclaredResource => ({
  logicalId,
  type,
  properties,
  stack: 'Test',
  generatedName: (maxLength = 64) => `Test-${logicalId}`.slice(0, maxLength),
});

/** Makes a service create one resource that the test declares. */
export const provision = async (
  service: Service,
  type: string,
  properties: JsonObject = {},
  logicalId?: string,
): Promise<ProvisionedResource> => {
  const create = service.provisions[type];
  if (!create) throw new Error(`${service.name} does not provision ${type}.`);
  return create(declare(type, properties, logicalId));
};
