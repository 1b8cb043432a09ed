import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import cdk from '../../cdk.json';
import { type StageConfig, STAGES } from '../../lib/stages';
import { PlayheadStage } from '../../lib/app';
import { SubsystemStack } from '../../lib/foundation/subsystem-stack';
import { keepTemplates, type TemplatesBySubsystem } from './kept-syntheses';

/** The parts of a template's resource that tests read. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

/** One statement of a policy. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** A metric with its period and statistic, as in alarms. */
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

/** An app like the one that `cdk` creates, without bundles. */
export const createApp = (): App => new App({ context: { ...cdk.context, 'aws:cdk:bundling-stacks': [] } });

/** The templates of a stage without its bundles, by subsystem. */
const synthesize = (config: StageConfig): TemplatesBySubsystem => {
  const stage = new PlayheadStage(createApp(), config, {});
  const stacks = stage.node.children.filter((child) => child instanceof SubsystemStack);
  return Object.fromEntries(stacks.map((stack) => [stack.subsystem, Template.fromStack(stack).toJSON()]));
};

/** A stage, synthesized without its bundles. */
export class SynthesizedStage {
  private readonly templates: ReadonlyMap<string, Template>;

  constructor(config: StageConfig = STAGES.dev) {
    const templates = keepTemplates(config, () => synthesize(config));
    this.templates = new Map(
      Object.entries(templates).map(([subsystem, template]) => [subsystem, Template.fromJSON(template)]),
    );
  }

  /** The template of a subsystem's stack. */
  stack(subsystem: string): Template {
    const template = this.templates.get(subsystem);
    if (!template) throw new Error(`There is no subsystem ${subsystem}.`);
    return template;
  }

  /** The names of all subsystems. */
  get subsystems(): readonly string[] {
    return [...this.templates.keys()];
  }

  /** The templates of all stacks. */
  get stacks(): readonly Template[] {
    return [...this.templates.values()];
  }

  /** Every resource of a type, by logical id, over all stacks. */
  resources(type: string): Readonly<Record<string, Resource>> {
    return Object.assign({}, ...this.stacks.map((stack) => stack.findResources(type))) as Record<string, Resource>;
  }

  /** The only resource of a type whose logical id contains `idPart`. */
  resource(type: string, idPart = ''): Resource {
    const found = Object.entries(this.resources(type)).filter(([id]) => id.includes(idPart));
    const [one] = found;
    if (!one || found.length > 1) throw new Error(`${found.length} resources of ${type} contain ${idPart}.`);
    return one[1];
  }

  /** Every alarm on a metric, without composite alarms. */
  metricAlarms(): readonly MetricAlarm[] {
    return Object.values(this.resources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties as unknown as MetricAlarm,
    );
  }

  /** The statements of the role of a step's function. */
  statementsOf(step: string): readonly Statement[] {
    const { Properties: fn } = this.functionOf(step);
    const role = refOf(fn['Role']);
    return Object.values(this.resources('AWS::IAM::Policy'))
      .filter(({ Properties }) => (Properties['Roles'] as readonly unknown[]).some((one) => refOf(one) === role))
      .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement);
  }

  /** The actions that a step's role allows, sorted. */
  actionsOf(step: string): readonly string[] {
    return this.statementsOf(step)
      .flatMap(({ Action }) => Action)
      .sort();
  }

  functionOf(step: string): Resource {
    const found = Object.values(this.resources('AWS::Lambda::Function')).find(({ Properties }) =>
      String(Properties['FunctionName']).endsWith(`-${step}`),
    );
    if (!found) throw new Error(`No function runs the step ${step}.`);
    return found;
  }
}

/** The logical id that a Ref or GetAtt names. */
export const refOf = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  return 'Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']) ? String(value['Fn::GetAtt'][0]) : undefined;
};
