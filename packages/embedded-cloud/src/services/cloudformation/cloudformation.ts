import { Fields } from '../../core/fields';
import { apiModelIn } from '../../core/protocols/api-model';
import { type JsonObject, type Operation, type Permissions, type Service, ServiceError } from '../../core/service';
import type { DeployedStack, StackOutput } from '../../core/templates/deploy';
import { cloudFormationPermissions } from './permissions';
import { cloudFormationInputs } from './inputs';

/** The status of every stack: only deployed stacks are listed. */
const STATUS = 'CREATE_COMPLETE';

/** The queries of CloudFormation for the deployed stacks, their outputs and their resources. */
export class CloudFormation implements Service {
  readonly name = 'cloudformation';
  readonly throttlingCode = 'Throttling';
  readonly model = apiModelIn(__dirname);
  readonly inputs = cloudFormationInputs;
  readonly permissions: Permissions = cloudFormationPermissions((name) => this.stack(name).id);
  readonly denial = { code: 'AccessDenied', status: 403 };
  readonly provisions = {};
  readonly operations: Readonly<Record<string, Operation>> = {
    DescribeStacks: (input) => this.describeStacks(new Fields(input)),
    ListStacks: (input) => this.listStacks(new Fields(input)),
    ListStackResources: (input) => this.listResources(new Fields(input)),
    DescribeStackResources: (input) => this.describeResources(new Fields(input)),
  };
  /** Epoch s. */
  private readonly createdAt = Date.now() / 1_000;

  /** `stacks` is called for each request, because the stacks are deployed after the services are created. */
  constructor(private readonly stacks: () => readonly DeployedStack[]) {}

  private describeStacks(input: Fields): JsonObject {
    const name = input.optionalString('StackName');
    const stacks = name === undefined ? this.stacks() : [this.stack(name)];
    return { Stacks: stacks.map((stack) => ({ ...this.summary(stack), Outputs: stack.outputs.map(toOutput) })) };
  }

  private listStacks(input: Fields): JsonObject {
    const statuses = input.strings('StackStatusFilter');
    const stacks = statuses.length === 0 || statuses.includes(STATUS) ? this.stacks() : [];
    return { StackSummaries: stacks.map((stack) => this.summary(stack)) };
  }

  private describeResources(input: Fields): JsonObject {
    const stack = this.stack(input.string('StackName'));
    const logicalId = input.optionalString('LogicalResourceId');
    const resources = this.resourcesOf(stack, 'Timestamp').filter(
      ({ LogicalResourceId }) => logicalId === undefined || LogicalResourceId === logicalId,
    );
    return { StackResources: resources.map((resource) => ({ ...identity(stack), ...resource })) };
  }

  private listResources(input: Fields): JsonObject {
    const stack = this.stack(input.string('StackName'));
    return { StackResourceSummaries: this.resourcesOf(stack, 'LastUpdatedTimestamp') };
  }

  private resourcesOf({ resources }: DeployedStack, timeName: string): readonly JsonObject[] {
    return [...resources].map(([logicalId, { type, ref }]) => ({
      LogicalResourceId: logicalId,
      PhysicalResourceId: ref,
      ResourceType: type,
      ResourceStatus: STATUS,
      [timeName]: this.createdAt,
    }));
  }

  private summary(stack: DeployedStack): JsonObject {
    return { ...identity(stack), StackStatus: STATUS, CreationTime: this.createdAt };
  }

  private stack(name: string): DeployedStack {
    const found = this.stacks().find((stack) => stack.name === name || stack.id === name);
    if (!found) throw new ServiceError('ValidationError', `Stack with id ${name} does not exist`);
    return found;
  }
}

const identity = ({ name, id }: DeployedStack): JsonObject => ({ StackName: name, StackId: id });

const toOutput = ({ name, value, description, exportName }: StackOutput): JsonObject => ({
  OutputKey: name,
  OutputValue: value,
  Description: description,
  ExportName: exportName,
});
