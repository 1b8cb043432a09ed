import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../cdk.json';
import { type StageConfig, STAGES } from '../../lib/stages';
import { PlayheadStage } from '../../lib/app';

/** A resource of a template, as far as a test looks into it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** One statement of a policy. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** A metric, and how it is looked at, as alarms have it. */
interface MetricStat {
  readonly Metric: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  };
  readonly Period: number;
  readonly Stat: string;
}

/** An alarm on a metric or on metric math. */
export interface MetricAlarm {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Period?: number;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly MetricStat?: MetricStat;
    readonly ReturnData: boolean;
  }[];
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData?: string;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
}

/** An app as `cdk` would make it, but for the bundles. */
export const createApp = (): App => new App({ context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] } });

/** A stage, synthesized without its bundles. */
export class SynthesizedStage {
  readonly ingest: Template;
  readonly live: Template;
  readonly quality: Template;
  readonly lake: Template;
  readonly features: Template;
  readonly ledger: Template;
  readonly warehouse: Template;
  readonly erasure: Template;
  readonly operations: Template;

  constructor(config: StageConfig = STAGES.dev) {
    const stage = new PlayheadStage(createApp(), config, {});
    const stackOf = (id: string): Stack => {
      const stack = stage.node.findChild(id);
      if (!Stack.isStack(stack)) throw new Error(`${id} is no stack.`);
      return stack;
    };
    this.ingest = Template.fromStack(stackOf('Ingest'));
    this.live = Template.fromStack(stackOf('Live'));
    this.quality = Template.fromStack(stackOf('Quality'));
    this.lake = Template.fromStack(stackOf('Lake'));
    this.features = Template.fromStack(stackOf('Features'));
    this.ledger = Template.fromStack(stackOf('Ledger'));
    this.warehouse = Template.fromStack(stackOf('Warehouse'));
    this.erasure = Template.fromStack(stackOf('Erasure'));
    this.operations = Template.fromStack(stackOf('Operations'));
  }

  /** Every stack of the stage. */
  get stacks(): readonly Template[] {
    const { ingest, live, quality, lake, features, ledger, warehouse, erasure, operations } = this;
    return [ingest, live, quality, lake, features, ledger, warehouse, erasure, operations];
  }

  /** Every resource of a type, by logical id, over all stacks. */
  resources(type: string): Readonly<Record<string, Resource>> {
    return Object.assign({}, ...this.stacks.map((stack) => stack.findResources(type))) as Record<string, Resource>;
  }

  /** The one resource of a type whose logical id contains this. */
  resource(type: string, idPart = ''): Resource {
    const found = Object.entries(this.resources(type)).filter(([id]) => id.includes(idPart));
    const [one] = found;
    if (!one || found.length > 1) throw new Error(`${found.length} resources of ${type} are called ${idPart}.`);
    return one[1];
  }

  /** Every alarm that is not made of alarms. */
  metricAlarms(): readonly MetricAlarm[] {
    return Object.values(this.resources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties as unknown as MetricAlarm,
    );
  }

  /** What the role of a function is allowed, by the function's step. */
  statementsOf(step: string): readonly Statement[] {
    const { Properties: fn } = this.functionOf(step);
    const role = refOf(fn['Role']);
    return Object.values(this.resources('AWS::IAM::Policy'))
      .filter(({ Properties }) => (Properties['Roles'] as readonly unknown[]).some((one) => refOf(one) === role))
      .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement);
  }

  /** A step's actions, sorted. */
  actionsOf(step: string): readonly string[] {
    return this.statementsOf(step)
      .flatMap(({ Action }) => Action)
      .sort();
  }

  functionOf(step: string): Resource {
    const found = Object.values(this.resources('AWS::Lambda::Function')).find(({ Properties }) =>
      String(Properties['FunctionName']).endsWith(`-${step}`),
    );
    if (!found) throw new Error(`No function of ${step}.`);
    return found;
  }
}

/** The logical id that a Ref or GetAtt names. */
export const refOf = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  return 'Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']) ? String(value['Fn::GetAtt'][0]) : undefined;
};
