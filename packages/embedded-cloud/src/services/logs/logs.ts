import { join } from 'node:path';
import { Fields } from '../../core/fields';
import type { LogWriter } from '../../core/ports';
import {
  type DeclaredResource,
  type Operation,
  type Permissions,
  type ProvisionedResource,
  type Service,
  type Surroundings,
} from '../../core/service';
import { eventCalls } from './event-calls';
import { groupCalls } from './group-calls';
import { queryCalls } from './insights/query-calls';
import { LogGroups } from './log-groups';
import { logsPermissions } from './permissions';
import { streamCalls } from './stream-calls';
import { logsInputs } from './inputs';
import { logsProperties } from './properties';

/** CloudWatch Logs: log groups on disk, the calls that write, read and filter events, and queries of Logs Insights. */
export class Logs implements Service, LogWriter {
  readonly name = 'logs';
  readonly inputs = logsInputs;
  readonly properties = logsProperties;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly permissions: Permissions;
  readonly provisions = {
    'AWS::Logs::LogGroup': (resource: DeclaredResource) => this.provisionGroup(resource),
  };
  private readonly groups: LogGroups;

  constructor(
    private readonly surroundings: Surroundings,
    now: () => number = Date.now,
  ) {
    this.groups = new LogGroups(join(surroundings.stateDir, 'logs'), now);
    this.permissions = logsPermissions(surroundings);
    this.operations = {
      ...groupCalls(this.groups, surroundings),
      ...streamCalls(this.groups, surroundings),
      ...eventCalls(this.groups),
      ...queryCalls(this.groups, surroundings.accountId),
    };
  }

  write(logGroupName: string, stream: string, messages: readonly string[]): void {
    const timestamp = this.groups.now();
    this.groups.create(logGroupName).append(messages.map((message) => ({ stream, timestamp, message })));
  }

  stop(): Promise<void> {
    this.groups.close();
    return Promise.resolve();
  }

  private provisionGroup(resource: DeclaredResource): ProvisionedResource {
    const { region, accountId } = this.surroundings;
    const properties = new Fields(resource.properties);
    const name = properties.optionalString('LogGroupName') ?? resource.generatedName(512);
    this.groups.create(name).change({
      retentionDays: properties.optionalNumber('RetentionInDays'),
      kmsKeyId: properties.optionalString('KmsKeyId'),
    });
    return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
  }
}
