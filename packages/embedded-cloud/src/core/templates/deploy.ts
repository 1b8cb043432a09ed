import {
  type DeclaredResource,
  isObject,
  type JsonObject,
  type Provision,
  type ProvisionedResource,
  type Surroundings,
} from '../service';
import { generatedName } from './generated-name';
import type { AccessControl } from '../iam';
import { type Inputs, unselectedIn } from '../inputs';
import { NO_VALUE, type References, resolve } from './intrinsics';
import type { SynthesizedStack } from './assembly';

/** A resource that runs; `ref` is the value of `Ref`, such as the name of a table or the URL of a queue. */
export interface RunningResource {
  readonly type: string;
  readonly ref: string;
}

/** A stack after its deployment. */
export interface DeployedStack {
  readonly name: string;
  readonly id: string;
  readonly outputs: readonly StackOutput[];
  /** By logical id, including the resources that do not run here. */
  readonly resources: ReadonlyMap<string, RunningResource>;
}

/** An output of a stack. */
export interface StackOutput {
  readonly name: string;
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

/** The result of deploying the stacks of an assembly. */
export interface Deployment {
  readonly stacks: readonly DeployedStack[];
  /** The resources that run here. */
  readonly running: readonly RunningResource[];
  /** The number of declared resources that do not run here, by type. */
  readonly notRun: ReadonlyMap<string, number>;
  /** The number of declared properties that have no effect here, by type and property. */
  readonly ignored: ReadonlyMap<string, number>;
}

/** Where resources are created. */
interface Account {
  readonly surroundings: Surroundings;
  readonly access: AccessControl;
  /** The properties that are honored, by type. */
  readonly properties: Inputs;
}

/** Creates the resources that the stacks declare, each after those that it refers to. */
export const deploy = async (
  stacks: readonly SynthesizedStack[],
  provisions: ReadonlyMap<string, Provision>,
  account: Account,
): Promise<Deployment> => {
  const deployed: DeployedStack[] = [];
  const running: RunningResource[] = [];
  const [notRun, ignored] = [new Map<string, number>(), new Map<string, number>()];
  for (const stack of stacks) {
    const stackDeployment = new StackDeployment(stack, provisions, account, deployed);
    await stackDeployment.run();
    running.push(...stackDeployment.running);
    for (const type of stackDeployment.notRun) notRun.set(type, (notRun.get(type) ?? 0) + 1);
    for (const property of stackDeployment.ignored) ignored.set(property, (ignored.get(property) ?? 0) + 1);
    deployed.push(stackDeployment.deployed);
  }
  return { stacks: deployed, running, notRun, ignored };
};

class StackDeployment {
  private readonly outputs: StackOutput[] = [];
  private readonly known = new Map<string, RunningResource>();
  readonly running: RunningResource[] = [];
  readonly notRun: string[] = [];
  readonly ignored: string[] = [];
  private readonly resources: JsonObject;
  private readonly pending = new Map<string, Promise<ProvisionedResource>>();
  private readonly references: References = {
    ref: async (name) => (name in this.resources ? (await this.provision(name)).ref : this.parameter(name)),
    attribute: async (logicalId, attribute) => {
      const { attributes, ref } = await this.provision(logicalId);
      return attributes[attribute] ?? (attribute.endsWith('Arn') ? this.arnOf(ref) : `${ref}.${attribute}`);
    },
    importValue: (name) => {
      const exported = this.earlier.flatMap(({ outputs }) => outputs).find(({ exportName }) => exportName === name);
      if (!exported) throw new Error(`${this.stack.name} imports ${name}, which no stack exports.`);
      return exported.value;
    },
    stackOutput: (stackName, outputName) => {
      const producer = this.earlier.find(({ name }) => name === stackName);
      const output = producer?.outputs.find(({ name }) => name === outputName);
      if (!output)
        throw new Error(`${this.stack.name} reads output ${outputName} of stack ${stackName}, which does not exist.`);
      return output.value;
    },
  };

  constructor(
    private readonly stack: SynthesizedStack,
    private readonly provisions: ReadonlyMap<string, Provision>,
    private readonly account: Account,
    private readonly earlier: readonly DeployedStack[],
  ) {
    this.resources = objectIn(stack.template['Resources']);
  }

  async run(): Promise<void> {
    for (const logicalId of Object.keys(this.resources)) await this.provision(logicalId);
    for (const [name, output] of Object.entries(objectIn(this.stack.template['Outputs']))) {
      const { Value, Description, Export } = objectIn(await resolve(output, this.references));
      const [value, exportName] = [String(Value), isObject(Export) ? String(Export['Name']) : undefined];
      const description = typeof Description === 'string' ? Description : undefined;
      this.outputs.push({ name, value, description, exportName });
    }
  }

  get deployed(): DeployedStack {
    const { name } = this.stack;
    return { name, id: this.arnOf(name), outputs: this.outputs, resources: this.known };
  }

  private provision(logicalId: string): Promise<ProvisionedResource> {
    const known = this.pending.get(logicalId);
    if (known) return known;
    const provisioned = this.create(logicalId).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`${this.stack.name}, ${logicalId}: ${reason}`, { cause: error });
    });
    this.pending.set(logicalId, provisioned);
    return provisioned;
  }

  private async create(logicalId: string): Promise<ProvisionedResource> {
    const { Type, Properties, DependsOn } = objectIn(this.resources[logicalId]);
    const type = String(Type);
    const provision = this.provisions.get(type);
    if (!provision) {
      this.notRun.push(type);
      const ref = `${this.stack.name}-${logicalId}`;
      this.known.set(logicalId, { type, ref });
      return { ref, attributes: {} };
    }
    const dependencies = Array.isArray(DependsOn) ? DependsOn.map(String) : [];
    for (const dependency of dependencies) await this.provision(dependency);
    const properties = objectIn(await resolve(Properties ?? {}, this.references));
    const honored = this.account.properties.get(type);
    if (honored) this.ignored.push(...unselectedIn(properties, honored.all).map(({ path }) => `${type} ${path}`));
    const provisioned = await provision(this.declare(logicalId, type, properties));
    const { ref, attributes, encryptionKey } = provisioned;
    if (encryptionKey !== undefined) this.account.access.keys.add(attributes['Arn'] ?? ref, encryptionKey);
    const resource = { type, ref };
    this.known.set(logicalId, resource);
    this.running.push(resource);
    return provisioned;
  }

  private declare(logicalId: string, type: string, properties: JsonObject): DeclaredResource {
    const stack = this.stack.name;
    return { logicalId, type, properties, stack, generatedName: (max) => generatedName(stack, logicalId, max) };
  }

  private parameter(name: string): unknown {
    const { accountId, region } = this.account.surroundings;
    const pseudo: Record<string, unknown> = {
      'AWS::AccountId': accountId,
      'AWS::NoValue': NO_VALUE,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackName': this.stack.name,
      'AWS::StackId': this.arnOf(this.stack.name),
      'AWS::URLSuffix': 'amazonaws.com',
    };
    return pseudo[name] ?? objectIn(objectIn(this.stack.template['Parameters'])[name])['Default'];
  }

  /** The ARN of a stack, or of a resource that does not run here. */
  private arnOf(name: string): string {
    const { accountId, region } = this.account.surroundings;
    return `arn:aws:embedded:${region}:${accountId}:${name}`;
  }
}

const objectIn = (value: unknown): JsonObject => (isObject(value) ? value : {});
