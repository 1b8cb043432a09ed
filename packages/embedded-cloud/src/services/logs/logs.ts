import { Fields } from '../../core/fields';
import type { DeclaredResource, ProvisionedResource, Service, Surroundings } from '../../core/service';

/** CloudWatch Logs: the ARNs of log groups. It has no API: the output of functions is in files of the state folder. */
export class Logs implements Service {
  readonly name = 'logs';
  readonly permissions = {};
  readonly operations = {};
  readonly provisions = {
    'AWS::Logs::LogGroup': (resource: DeclaredResource) => this.provisionGroup(resource),
  };

  constructor(private readonly surroundings: Surroundings) {}

  private provisionGroup(resource: DeclaredResource): ProvisionedResource {
    const { region, accountId } = this.surroundings;
    const name = new Fields(resource.properties).optionalString('LogGroupName') ?? resource.generatedName(512);
    return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
  }
}
