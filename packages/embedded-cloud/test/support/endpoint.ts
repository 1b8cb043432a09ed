import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults } from '../../src/core/faults';
import { Gateway } from '../../src/core/gateway';
import type { DeclaredResource, JsonObject, ProvisionedResource, Service, Surroundings } from '../../src/core/service';

/** What every AWS client of a test is made with. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** A gateway on a free port with a state folder of its own, to put the services under test behind. */
export class Endpoint {
  private readonly services: Service[] = [];

  private constructor(
    private readonly gateway: Gateway,
    readonly surroundings: Surroundings,
    readonly faults: Faults,
  ) {}

  static async open(): Promise<Endpoint> {
    const faults = new Faults();
    const gateway = new Gateway(faults);
    const port = await gateway.listen(0);
    const stateDir = mkdtempSync(join(tmpdir(), 'playhead-'));
    const endpoint = `http://127.0.0.1:${port}`;
    return new Endpoint(gateway, { accountId: '000000000000', region: 'us-east-1', endpoint, stateDir }, faults);
  }

  /** Puts a service behind the gateway, in the place of an earlier one of the same name: a restart. */
  add<T extends Service>(service: T): T {
    this.gateway.add(service);
    this.services.push(service);
    return service;
  }

  clientConfig(maxAttempts = 1): ClientConfig {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    return { endpoint: this.surroundings.endpoint, region: this.surroundings.region, credentials, maxAttempts };
  }

  async close(): Promise<void> {
    for (const service of this.services) await service.stop?.();
    await this.gateway.close();
    rmSync(this.surroundings.stateDir, { recursive: true, force: true });
  }
}

/** A resource as the template reader would hand it over. */
const declare = (type: string, properties: JsonObject = {}, logicalId = 'Thing'): DeclaredResource => ({
  logicalId,
  type,
  properties,
  stack: 'Test',
  generatedName: (maxLength = 64) => `Test-${logicalId}`.slice(0, maxLength),
});

/** Has a service bring up one resource that the test declares by hand. */
export const provision = async (
  service: Service,
  type: string,
  properties: JsonObject = {},
  logicalId?: string,
): Promise<ProvisionedResource> => {
  const bringUp = service.provisions[type];
  if (!bringUp) throw new Error(`${service.name} does not provision ${type}.`);
  return bringUp(declare(type, properties, logicalId));
};
