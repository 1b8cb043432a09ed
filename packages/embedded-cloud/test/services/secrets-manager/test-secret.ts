import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  PutSecretValueCommand,
  type PutSecretValueCommandInput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Invocation } from '../../../src/core/ports';
import { Fields } from '../../../src/core/fields';
import type { JsonObject } from '../../../src/core/service';
import { SecretsManager } from '../../../src/services/secrets-manager/secrets-manager';
import { Endpoint, provision } from '../../../src/testing/endpoint';

/** The name of the secret under test. */
export const SecretId = 'viewer-key';

/** Secrets Manager behind an endpoint, with a client, a rotation function and a clock that the test sets. */
export class TestSecret {
  /** Epoch ms. */
  now = Date.now();
  /** The problems of scheduled rotations. */
  readonly problems: string[] = [];
  readonly client: SecretsManagerClient;
  service: SecretsManager;
  /** The rotation function. */
  rotate: (event: JsonObject) => Promise<Invocation> = () => Promise.resolve({ ok: true, payload: null });

  private constructor(readonly endpoint: Endpoint) {
    this.client = new SecretsManagerClient(endpoint.clientConfig());
    this.service = this.addService();
  }

  static async open(): Promise<TestSecret> {
    return new TestSecret(await Endpoint.open());
  }

  /** Starts another service with the same state. */
  restart(): void {
    this.service = this.addService();
  }

  declare(properties: JsonObject = { SecretString: 'first' }, Name = SecretId) {
    return provision(this.service, 'AWS::SecretsManager::Secret', { Name, ...properties });
  }

  put(SecretString: string, more: Partial<PutSecretValueCommandInput> = {}) {
    return this.client.send(new PutSecretValueCommand({ SecretId, SecretString, ...more }));
  }

  get(more: Partial<GetSecretValueCommandInput> = {}) {
    return this.client.send(new GetSecretValueCommand({ SecretId, ...more }));
  }

  describe() {
    return this.client.send(new DescribeSecretCommand({ SecretId }));
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.endpoint.close();
  }

  private addService(): SecretsManager {
    return this.endpoint.add(
      new SecretsManager({
        surroundings: this.endpoint.surroundings,
        access: this.endpoint.access,
        invoker: { invoke: (_, event) => this.rotate(Fields.parse(JSON.stringify(event)).all) },
        now: () => this.now,
        report: (problem) => this.problems.push(problem),
      }),
    );
  }
}
