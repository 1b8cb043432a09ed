import { join } from 'node:path';
import { Faults } from './core/faults';
import { Gateway, type Site } from './core/gateway';
import type { Provision, Service, Surroundings } from './core/service';
import { Athena } from './services/athena/athena';
import { CloudFormation } from './services/cloudformation/cloudformation';
import { CloudWatch } from './services/cloudwatch/cloudwatch';
import { DynamoDb } from './services/dynamodb/dynamodb';
import { Firehose } from './services/firehose/firehose';
import { Glue } from './services/glue/glue';
import { HttpApi } from './services/http-api/http-api';
import { Kinesis } from './services/kinesis/kinesis';
import { Lambda } from './services/lambda/lambda';
import { RedshiftData } from './services/redshift-data/redshift-data';
import { S3 } from './services/s3/s3';
import { Scheduler } from './services/scheduler/scheduler';
import { SecretsManager } from './services/secrets-manager/secrets-manager';
import { Sns } from './services/sns/sns';
import { Sqs } from './services/sqs/sqs';
import { Sts } from './services/sts/sts';
import { readStage } from './core/templates/assembly';
import { deploy, type Deployment } from './core/templates/deploy';

/** Where the embedded cloud finds its templates, keeps its state and listens. */
export interface CloudOptions {
  /** What `cdk synth` wrote. */
  readonly assemblyDir: string;
  readonly stage: string;
  readonly stateDir: string;
  /** 0 for a free one. */
  readonly port: number;
}

const DRAIN_MS = 5_000;

/** The services of one machine, brought up from the synthesized templates of one stage. */
export class Cloud {
  private constructor(
    readonly stage: string,
    readonly surroundings: Surroundings,
    readonly faults: Faults,
    readonly deployment: Deployment,
    readonly s3: S3,
    readonly lambda: Lambda,
    readonly firehose: Firehose,
    readonly cloudwatch: CloudWatch,
    readonly sns: Sns,
    private readonly gateway: Gateway,
    private readonly services: readonly Service[],
  ) {}

  /** Brings up what the stage declares; rejects, naming the resource, where one can't be brought up. */
  static async start({ assemblyDir, stage, stateDir, port }: CloudOptions): Promise<Cloud> {
    const faults = new Faults();
    const gateway = new Gateway(faults);
    const endpoint = `http://127.0.0.1:${await gateway.listen(port)}`;
    const surroundings = { accountId: '000000000000', region: 'us-east-1', endpoint, stateDir: join(stateDir, stage) };
    const kinesis = new Kinesis(surroundings, faults);
    const sqs = new Sqs(surroundings, faults);
    const s3 = new S3(surroundings, faults);
    const lambda = new Lambda({
      surroundings,
      faults,
      assetRoot: assemblyDir,
      streams: kinesis,
      queues: sqs,
      sinks: { objects: s3, queues: sqs },
      drainMs: DRAIN_MS,
    });
    const glue = new Glue(surroundings);
    const firehose = new Firehose({ surroundings, faults, writer: s3, streams: kinesis, catalog: glue });
    const httpApi = new HttpApi(surroundings, faults, lambda);
    const sns = new Sns(surroundings);
    const cloudwatch = new CloudWatch({ surroundings, notifier: sns, services: () => services });
    const services: readonly Service[] = [
      ...[kinesis, sqs, s3, glue, firehose, new Athena({ surroundings, faults, catalog: glue, objects: s3 })],
      ...[new RedshiftData({ surroundings, faults, objects: s3 }), new DynamoDb(surroundings, faults), lambda, httpApi],
      new SecretsManager({ surroundings, invoker: lambda }),
      new Scheduler(surroundings, faults, lambda, sqs),
      ...[sns, cloudwatch, new CloudFormation(() => deployment.stacks), new Sts(surroundings)],
    ];
    for (const service of services) gateway.add(service);
    gateway.addSite(httpApi.site);
    const provisions = new Map<string, Provision>(services.flatMap((service) => Object.entries(service.provisions)));
    const deployment = await deploy(await readStage(assemblyDir, stage), provisions, surroundings);
    for (const service of services) await service.start?.();
    return new Cloud(stage, surroundings, faults, deployment, s3, lambda, firehose, cloudwatch, sns, gateway, services);
  }

  /** The name, or URL, of the running resource of a type that ends with `-<suffix>`; throws where there is none. */
  nameOf(type: string, suffix: string): string {
    const found = this.deployment.running.find(
      (resource) => resource.type === type && resource.ref.endsWith(`-${suffix}`),
    );
    if (!found) throw new Error(`The templates declare no ${type} named …-${suffix}.`);
    return found.ref;
  }

  /** Answers paths of its own beside the API's. */
  addSite(site: Site): void {
    this.gateway.addSite(site);
  }

  /** Ends those that call others before those they call; everything accepted is durable then. */
  async stop(): Promise<void> {
    const order = [...this.services].reverse();
    for (const service of order) await service.stop?.();
    await this.gateway.close();
  }
}
