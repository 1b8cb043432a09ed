import { resolve } from 'node:path';
import { Faults } from './core/faults';
import { Gateway } from './core/gateway';
import { AccessControl } from './core/iam';
import { AWS_LIMITS, NO_LIMITS } from './core/limits';
import type { Provision, Service, Site, Surroundings } from './core/service';
import { openPorts, type ServiceContext } from './core/service-module';
import { readAssembly, type SynthesizedStack } from './core/templates/assembly';
import { deploy, type DeployedStack, type Deployment } from './core/templates/deploy';
import { createServices, type Services } from './services';

/** The options of a cloud: its templates, its state folder and its endpoint. */
export interface CloudOptions {
  /** The folder that `cdk synth` wrote. */
  readonly assemblyDir: string;
  /** The stage to run. @default every stack of the app */
  readonly stage?: string;
  /** The folder in which services keep their state; a later start with the same folder finds it again. */
  readonly stateDir: string;
  /** The endpoint's port. @default a free one */
  readonly port?: number;
  /** Whether services refuse what exceeds their quotas on AWS; the README lists them. @default true */
  readonly limits?: boolean;
  /**
   * Called when the APIs answer for every declared resource, before schedules, pollers and alarms start. It can load data
   * that the functions need at their first invocation. @default - loads nothing
   */
  readonly beforeStart?: (cloud: Cloud) => Promise<void>;
}

const ACCOUNT = { accountId: '000000000000', region: 'us-east-1' };

/** Runs the resources that the templates of a CDK app declare, on one machine. */
export class Cloud {
  private constructor(
    readonly surroundings: Surroundings,
    readonly faults: Faults,
    /** The roles of the templates, and the decisions about calls. */
    readonly access: AccessControl,
    /** The running services by the names of their folders, for calls that the AWS APIs do not have. */
    readonly services: Services,
    /** The declared resources: those that run, and the types that do not. */
    readonly deployment: Deployment,
    private readonly gateway: Gateway,
  ) {}

  /** Starts the resources that the templates declare; rejects with the name of the resource that failed. */
  static async start({ stage, port = 0, limits = true, beforeStart, ...folders }: CloudOptions): Promise<Cloud> {
    const [assemblyDir, stateDir] = [resolve(folders.assemblyDir), resolve(folders.stateDir)];
    const stacks = await readAssembly(assemblyDir, stage);
    const faults = new Faults();
    const access = new AccessControl(ACCOUNT);
    const gateway = new Gateway(faults, access);
    const endpoint = `http://127.0.0.1:${await gateway.listen(port)}`;
    const surroundings = { ...ACCOUNT, endpoint, stateDir, limits: limits ? AWS_LIMITS : NO_LIMITS };
    try {
      const { services, deployment } = await deployStacks(stacks, gateway, {
        surroundings,
        faults,
        access,
        assemblyDir,
      });
      const cloud = new Cloud(surroundings, faults, access, services, deployment, gateway);
      await beforeStart?.(cloud);
      for (const service of Object.values<Service>(services)) await service.start?.();
      return cloud;
    } catch (error) {
      await gateway.close();
      throw error;
    }
  }

  /** The name, or URL, of the running resource of a type whose name ends with `-<suffix>`; throws when there is none. */
  nameOf(type: string, suffix: string): string {
    const found = this.deployment.running.find(
      (resource) => resource.type === type && resource.ref.endsWith(`-${suffix}`),
    );
    if (!found) throw new Error(`The templates declare no ${type} named …-${suffix}.`);
    return found.ref;
  }

  /** Answers paths that belong to neither an AWS API nor a declared HTTP API. */
  addSite(site: Site): void {
    this.gateway.addSite(site);
  }

  /** Stops each service before those that it calls; everything accepted is then durable. */
  async stop(): Promise<void> {
    for (const service of Object.values<Service>(this.services).reverse()) await service.stop?.();
    await this.gateway.close();
  }
}

const deployStacks = async (
  stacks: readonly SynthesizedStack[],
  gateway: Gateway,
  basics: Pick<ServiceContext, 'surroundings' | 'faults' | 'access' | 'assemblyDir'>,
): Promise<{ readonly services: Services; readonly deployment: Deployment }> => {
  let created: readonly Service[] = [];
  let deployed: readonly DeployedStack[] = [];
  const context = { ...basics, ...openPorts(), services: () => created, stacks: () => deployed };
  const services = createServices(context);
  created = Object.values(services);
  for (const service of created) gateway.add(service);
  const provisions = new Map<string, Provision>(created.flatMap((service) => Object.entries(service.provisions)));
  const properties = new Map(created.flatMap((service) => [...(service.properties ?? [])]));
  const deployment = await deploy(stacks, provisions, { ...basics, properties });
  deployed = deployment.stacks;
  return { services, deployment };
};
