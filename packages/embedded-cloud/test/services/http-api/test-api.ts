import { Faults } from '../../../src/core/faults';
import { Gateway } from '../../../src/core/gateway';
import { AccessControl } from '../../../src/core/iam';
import { AWS_LIMITS, type Limits } from '../../../src/core/limits';
import type { Outcome } from '../../../src/core/ports';
import type { JsonObject } from '../../../src/core/service';
import { HttpApi } from '../../../src/services/http-api/http-api';
import { provision } from '../../../src/testing/endpoint';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:collect';

/** HTTP APIs behind a gateway, with a fake function that records its events. */
export class TestApi {
  /** The events that the function received. */
  readonly events: JsonObject[] = [];
  /** The outcome of the next invocations of the function. */
  outcome: Outcome = { ok: true, payload: '{"statusCode":200}' };
  /** How long an invocation takes, ms. */
  invocationMs = 0;
  readonly service: HttpApi;

  private constructor(
    private readonly gateway: Gateway,
    readonly access: AccessControl,
    readonly faults: Faults,
    readonly address: string,
    limits: Limits,
  ) {
    const account = { accountId: '000000000000', region: 'us-east-1' };
    const surroundings = { ...account, endpoint: address, stateDir: '', limits };
    const invokePayload = (_: string, payload: string) => this.invoke(payload);
    this.service = new HttpApi(surroundings, faults, { invokePayload }, access);
    gateway.addSite(this.service.site);
  }

  static async open({ enforcesPolicies = false, limits = AWS_LIMITS } = {}): Promise<TestApi> {
    const faults = new Faults();
    const access = new AccessControl({ accountId: '000000000000', region: 'us-east-1' }, enforcesPolicies);
    const gateway = new Gateway(faults, access);
    return new TestApi(gateway, access, faults, `http://127.0.0.1:${await gateway.listen(0)}`, limits);
  }

  /** Declares an API with these routes to the function and one stage; returns the id of the API. */
  async declare(routes: readonly string[], properties: JsonObject = {}, stage: JsonObject = {}): Promise<string> {
    const api = { ProtocolType: 'HTTP', Name: 'edge', ...properties };
    const { ref: ApiId } = await provision(this.service, 'AWS::ApiGatewayV2::Api', api, 'Api');
    const proxy = { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION_ARN, PayloadFormatVersion: '2.0' };
    const integration = await provision(this.service, 'AWS::ApiGatewayV2::Integration', { ApiId, ...proxy });
    for (const RouteKey of routes) {
      const route = { ApiId, RouteKey, Target: `integrations/${integration.ref}` };
      await provision(this.service, 'AWS::ApiGatewayV2::Route', route, `Route ${RouteKey}`);
    }
    await provision(this.service, 'AWS::ApiGatewayV2::Stage', { ApiId, StageName: '$default', ...stage });
    return ApiId;
  }

  /** Makes the function return a value. */
  returnValue(value: unknown): void {
    this.outcome = { ok: true, payload: JSON.stringify(value) };
  }

  post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, path = '/v1/events') {
    return fetch(`${this.address}${path}`, { method: 'POST', body, headers });
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  private invoke(payload: string): Promise<Outcome> {
    this.events.push(JSON.parse(payload) as JsonObject);
    return new Promise((resolve) => setTimeout(() => resolve(this.outcome), this.invocationMs));
  }
}
