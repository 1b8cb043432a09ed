import { type HttpRequest, type HttpResponse, type Permissions, type Service, ServiceError } from '../../core/service';
import type { DeployedStack, StackOutput } from '../../core/templates/deploy';
import { cloudFormationPermissions } from './permissions';
import { list, required, type QueryAction, QueryProtocol, textElement } from '../../core/query-protocol';

const PROTOCOL = new QueryProtocol('http://cloudformation.amazonaws.com/doc/2010-05-15/');

/** The status of every stack: only deployed stacks are listed. */
const STATUS = 'CREATE_COMPLETE';

/** The queries of CloudFormation for the deployed stacks, their outputs and their resources. */
export class CloudFormation implements Service {
  readonly name = 'cloudformation';
  readonly throttlingCode = 'Throttling';
  readonly errorResponse = PROTOCOL.error;
  readonly permissions: Permissions = cloudFormationPermissions((name) => this.stack(name).id);
  readonly denial = { code: 'AccessDenied', status: 403 };
  readonly provisions = {};
  private readonly actions = new Map<string, QueryAction>([
    ['DescribeStacks', (form) => this.describeStacks(form.get('StackName'))],
    ['ListStacks', (form) => this.listStacks(form)],
    ['ListStackResources', (form) => this.listResources(required(form, 'StackName'))],
    ['DescribeStackResources', (form) => this.describeResources(required(form, 'StackName'))],
  ]);
  private readonly createdAt = new Date();

  /** `stacks` is called for each request, because the stacks are deployed after the services are created. */
  constructor(private readonly stacks: () => readonly DeployedStack[]) {}

  readonly handle = (request: HttpRequest): Promise<HttpResponse> =>
    PROTOCOL.run('CloudFormation', this.actions, request);

  private describeStacks(name: string | null): string {
    const stacks = name === null ? this.stacks() : [this.stack(name)];
    const members = stacks.map((stack) => this.summary(stack) + list('Outputs', stack.outputs.map(toOutput)));
    return list('Stacks', members);
  }

  private listStacks(form: URLSearchParams): string {
    const statuses = [...form].flatMap(([name, value]) => (name.startsWith('StackStatusFilter.') ? [value] : []));
    const stacks = statuses.length === 0 || statuses.includes(STATUS) ? this.stacks() : [];
    return list(
      'StackSummaries',
      stacks.map((stack) => this.summary(stack)),
    );
  }

  private describeResources(name: string): string {
    const stack = this.stack(name);
    const resources = this.resourcesOf(stack, 'Timestamp');
    return list(
      'StackResources',
      resources.map((fields) => identity(stack) + fields),
    );
  }

  private listResources(name: string): string {
    return list('StackResourceSummaries', this.resourcesOf(this.stack(name), 'LastUpdatedTimestamp'));
  }

  private resourcesOf({ resources }: DeployedStack, timeName: string): readonly string[] {
    return [...resources].map(([logicalId, { type, ref }]) =>
      [
        textElement('LogicalResourceId', logicalId),
        textElement('PhysicalResourceId', ref),
        textElement('ResourceType', type),
        textElement('ResourceStatus', STATUS),
        textElement(timeName, this.createdAt.toISOString()),
      ].join(''),
    );
  }

  private summary(stack: DeployedStack): string {
    const status = textElement('StackStatus', STATUS);
    return identity(stack) + status + textElement('CreationTime', this.createdAt.toISOString());
  }

  private stack(name: string): DeployedStack {
    const found = this.stacks().find((stack) => stack.name === name || stack.id === name);
    if (!found) throw new ServiceError('ValidationError', `Stack with id ${name} does not exist`);
    return found;
  }
}

const identity = ({ name, id }: DeployedStack): string => textElement('StackName', name) + textElement('StackId', id);

const toOutput = ({ name, value, description, exportName }: StackOutput): string =>
  [
    textElement('OutputKey', name),
    textElement('OutputValue', value),
    ...(description === undefined ? [] : [textElement('Description', description)]),
    ...(exportName === undefined ? [] : [textElement('ExportName', exportName)]),
  ].join('');
