import { type HttpRequest, type HttpResponse, type Service, ServiceError } from '../../core/service';
import type { DeployedStack, StackOutput } from '../../core/templates/deploy';
import { list, needed, QueryProtocol, textElement } from '../../core/query-protocol';

type Action = (form: URLSearchParams) => string;

const PROTOCOL = new QueryProtocol('http://cloudformation.amazonaws.com/doc/2010-05-15/');

const STATUS = 'CREATE_COMPLETE';

/** CloudFormation, as one asks it what stands: the stacks that were brought up at start, with outputs and resources. */
export class CloudFormation implements Service {
  readonly name = 'cloudformation';
  readonly throttlingCode = 'Throttling';
  readonly errorResponse = PROTOCOL.error;
  readonly provisions = {};
  private readonly actions = new Map<string, Action>([
    ['DescribeStacks', (form) => this.describeStacks(form.get('StackName'))],
    ['ListStacks', (form) => this.listStacks(form)],
    ['DescribeStackResources', (form) => this.describeResources(needed(form, 'StackName'))],
  ]);
  private readonly createdAt = new Date();

  /** `stacks`: asked for with each call, for they come up while the services do. */
  constructor(private readonly stacks: () => readonly DeployedStack[]) {}

  readonly handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const name = form.get('Action') ?? '';
    const action = this.actions.get(name);
    if (!action) throw new ServiceError('InvalidAction', `The embedded CloudFormation does not run "${name}".`);
    return Promise.resolve(PROTOCOL.answer(name, action(form)));
  };

  private describeStacks(name: string | null): string {
    const asked = name === null ? this.stacks() : [this.stack(name)];
    return list(
      'Stacks',
      asked.map((stack) => this.about(stack) + list('Outputs', stack.outputs.map(describeOutput))),
    );
  }

  private listStacks(form: URLSearchParams): string {
    const asked = [...form].flatMap(([name, value]) => (name.startsWith('StackStatusFilter.') ? [value] : []));
    const isAsked = asked.length === 0 || asked.includes(STATUS); // all that stand have one status
    return list('StackSummaries', isAsked ? this.stacks().map((stack) => this.about(stack)) : []);
  }

  private describeResources(name: string): string {
    const stack = this.stack(name);
    const resources = [...stack.resources].map(([logicalId, { type, ref }]) => [
      textElement('LogicalResourceId', logicalId),
      textElement('PhysicalResourceId', ref),
      textElement('ResourceType', type),
      textElement('ResourceStatus', STATUS),
      textElement('Timestamp', this.createdAt.toISOString()),
    ]);
    return list(
      'StackResources',
      resources.map((fields) => naming(stack) + fields.join('')),
    );
  }

  private about(stack: DeployedStack): string {
    const status = textElement('StackStatus', STATUS);
    return naming(stack) + status + textElement('CreationTime', this.createdAt.toISOString());
  }

  private stack(name: string): DeployedStack {
    const found = this.stacks().find((stack) => stack.name === name || stack.id === name);
    if (!found) throw new ServiceError('ValidationError', `Stack with id ${name} does not exist`);
    return found;
  }
}

const naming = ({ name, id }: DeployedStack): string => textElement('StackName', name) + textElement('StackId', id);

const describeOutput = ({ name, value, description, exportName }: StackOutput): string =>
  [
    textElement('OutputKey', name),
    textElement('OutputValue', value),
    ...(description === undefined ? [] : [textElement('Description', description)]),
    ...(exportName === undefined ? [] : [textElement('ExportName', exportName)]),
  ].join('');
