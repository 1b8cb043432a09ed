import { TemplateNode } from './template-node';

/** The parts of a template that costs depend on. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The event source of a function. */
export interface EventSource {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** How many batches of one shard are processed at the same time. */
  readonly lanes: number;
  /** The provisioned pollers of a queue; 0 if Lambda scales them. */
  readonly pollers: { readonly min: number; readonly max: number };
}

/**
 * The templates of a stage. Costs and limits read their parameters from the templates, so that no value is written
 * twice. Throws an error with the name of a missing resource.
 */
export class StageTemplates {
  private readonly resources: readonly (readonly [string, Resource])[];

  constructor(templates: readonly Template[]) {
    this.resources = templates.flatMap((template) => Object.entries(template.Resources));
  }

  all(type: string): readonly TemplateNode[] {
    return this.resources.flatMap(([id, { Type, Properties }]) =>
      Type === type ? [new TemplateNode(id, Properties)] : [],
    );
  }

  first(type: string, isWanted: (node: TemplateNode) => boolean = () => true): TemplateNode {
    return this.all(type).find(isWanted) ?? TemplateNode.missing(type);
  }

  /** The function of a step. */
  functionOf(step: string): TemplateNode {
    const isStep = (node: TemplateNode): boolean => node.text('FunctionName').endsWith(`-${step}`);
    return this.all('AWS::Lambda::Function').find(isStep) ?? TemplateNode.missing(`function ${step}`);
  }

  environment(step: string, variable: string): string {
    return this.functionOf(step).in('Environment').in('Variables').text(variable);
  }

  memoryMiB(step: string): number {
    return this.functionOf(step).number('MemorySize');
  }

  eventSource(step: string): EventSource {
    const { id } = this.functionOf(step);
    const source =
      this.all('AWS::Lambda::EventSourceMapping').find((node) => node.refersTo(id)) ??
      TemplateNode.missing(`event source of ${step}`);
    const pollers = source.in('ProvisionedPollerConfig');
    return {
      batchSize: source.number('BatchSize'),
      windowSeconds: source.optional('MaximumBatchingWindowInSeconds') ?? 0,
      lanes: source.optional('ParallelizationFactor') ?? 1,
      pollers: { min: pollers.optional('MinimumPollers') ?? 0, max: pollers.optional('MaximumPollers') ?? 0 },
    };
  }
}
