/** A template, as far as costs look into it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A resource of a template. */
interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** An event source of a function. */
interface EventSource {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Batches of one shard at a time. */
  readonly lanes: number;
  /** Provisioned pollers of a queue; 0 where Lambda scales by itself. */
  readonly pollers: { readonly min: number; readonly max: number };
}

/** Of a stage's templates, what its cost and its limits follow from: nothing of it is written down a second time. */
export interface Declared {
  readonly stream: { readonly shards: number | undefined; readonly retentionHours: number };
  /** Who reads the stream: functions, and delivery streams. */
  readonly streamReaders: number;
  readonly requestRateLimit: number;
  readonly buckets: number;
  readonly salts: number;
  readonly closeAfterSeconds: number;
  readonly keepCountsSeconds: number;
  readonly cdns: number;
  /** Of all events, those that the ledger follows. */
  readonly auditedShare: number;
  readonly memoryMiB: (step: string) => number;
  readonly eventSource: (step: string) => EventSource;
  readonly delivery: { readonly bufferMiB: number; readonly seconds: number };
  /** Where the lake's objects lie as they grow old: in which class, from which age on, days; Standard until then. */
  readonly tiers: readonly { readonly storageClass: string; readonly afterDays: number }[];
  readonly alarms: { readonly fastMetrics: number; readonly minuteMetrics: number; readonly composites: number };
  readonly warehouse: { readonly baseRpus: number; readonly dailyRpuHours: number; readonly everySeconds: number };
  /** How often the ledger looks at the paths, and at the warehouse. */
  readonly ledger: { readonly periodSeconds: number; readonly warehouseSeconds: number };
  readonly dashboards: number;
  readonly keys: number;
  readonly secrets: number;
  readonly logRetentionDays: number;
  /** The steps that are declared. */
  readonly steps: readonly string[];
}

/** Reads a stage's templates; throws, naming it, where something that is costed is not declared. */
export const readDeclared = (templates: readonly Template[]): Declared => {
  const resources = templates.flatMap((template) => Object.entries(template.Resources));
  const all = (type: string): readonly Node[] =>
    resources.flatMap(([id, { Type, Properties }]) => (Type === type ? [new Node(id, Properties)] : []));
  const first = (type: string, isIt: (node: Node) => boolean = () => true): Node =>
    all(type).find(isIt) ?? Node.missing(type);
  const functions = all('AWS::Lambda::Function');
  const functionOf = (step: string): Node =>
    functions.find((node) => node.text('FunctionName').endsWith(`-${step}`)) ?? Node.missing(`function ${step}`);
  const sources = all('AWS::Lambda::EventSourceMapping');
  const stream = first('AWS::Kinesis::Stream');
  const deliveries = all('AWS::KinesisFirehose::DeliveryStream');
  const delivery =
    deliveries.find((node) => node.has('KinesisStreamSourceConfiguration')) ?? Node.missing('delivery of the stream');
  const hints = delivery.in('ExtendedS3DestinationConfiguration').in('BufferingHints');
  const environment = (step: string, name: string): string =>
    functionOf(step).in('Environment').in('Variables').text(name);
  return {
    stream: { shards: stream.optional('ShardCount'), retentionHours: stream.number('RetentionPeriodHours') },
    streamReaders:
      sources.filter((node) => node.has('StartingPosition')).length +
      deliveries.filter((node) => node.has('KinesisStreamSourceConfiguration')).length,
    requestRateLimit: first('AWS::ApiGatewayV2::Stage').in('DefaultRouteSettings').number('ThrottlingRateLimit'),
    buckets: Number(environment('collect', 'EVENT_BUCKETS')),
    salts: Number(environment('count-viewers', 'PRESENCE_SALTS')),
    closeAfterSeconds: Number(environment('publish-counts', 'CLOSE_AFTER_SECONDS')),
    keepCountsSeconds: Number(environment('publish-counts', 'KEEP_COUNTS_SECONDS')),
    cdns: environment('watch-quality', 'CDNS').split(',').length,
    auditedShare: 16 ** -environment('collect', 'AUDITED_EVENTS').slice(1).length, // a suffix of hexadecimal digits
    memoryMiB: (step) => functionOf(step).number('MemorySize'),
    eventSource: (step) =>
      toEventSource(
        sources.find((node) => node.refersTo(functionOf(step).id)),
        step,
      ),
    delivery: { bufferMiB: hints.number('SizeInMBs'), seconds: hints.number('IntervalInSeconds') },
    tiers: tiersIn(all('AWS::S3::Bucket')),
    alarms: alarmsIn(all('AWS::CloudWatch::Alarm'), all('AWS::CloudWatch::CompositeAlarm').length),
    warehouse: warehouseIn(first, functionOf('load-warehouse')),
    ledger: {
      periodSeconds: Number(environment('collect', 'LEDGER_PERIOD_SECONDS')),
      warehouseSeconds: functionOf('reconcile').numberIn(/"mirrored\W+blockMs\W+(\d+)/) / 1_000,
    },
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    keys: all('AWS::KMS::Key').length,
    secrets: all('AWS::SecretsManager::Secret').length,
    logRetentionDays: first('AWS::Logs::LogGroup').number('RetentionInDays'),
    steps: functions.flatMap((node) => /^playhead-[a-z]+-(.+)$/.exec(node.text('FunctionName'))?.[1] ?? []),
  };
};

/** A part of a template that is read by name, and complains by name. */
class Node {
  constructor(
    readonly id: string,
    private readonly value: unknown,
  ) {}

  static missing(what: string): never {
    throw new Error(`The templates declare no ${what}.`);
  }

  has(name: string): boolean {
    return this.member(name) !== undefined;
  }

  in(name: string): Node {
    return new Node(`${this.id}.${name}`, this.member(name));
  }

  list(name: string): readonly Node[] {
    const value = this.member(name);
    return Array.isArray(value)
      ? value.map((one: unknown, index) => new Node(`${this.id}.${name}[${index}]`, one))
      : [];
  }

  text(name: string): string {
    const value = this.member(name);
    return typeof value === 'string' ? value : '';
  }

  optional(name: string): number | undefined {
    const value = this.member(name);
    return typeof value === 'number' ? value : undefined;
  }

  number(name: string): number {
    return this.optional(name) ?? Node.missing(`${this.id}.${name}`);
  }

  /** A number by what stands around it, where it is part of a text. */
  numberIn(pattern: RegExp): number {
    return Number(pattern.exec(JSON.stringify(this.value))?.[1] ?? Node.missing(`${this.id}, ${pattern.source}`));
  }

  /** Whether it names another resource anywhere. */
  refersTo(logicalId: string): boolean {
    const text = JSON.stringify(this.value);
    return text.includes(`"Ref":"${logicalId}"`) || text.includes(`"Fn::GetAtt":["${logicalId}"`);
  }

  private member(name: string): unknown {
    return typeof this.value === 'object' && this.value !== null ? Reflect.get(this.value, name) : undefined;
  }
}

const toEventSource = (source: Node | undefined, step: string): EventSource => {
  if (!source) return Node.missing(`event source of ${step}`);
  const pollers = source.in('ProvisionedPollerConfig');
  return {
    batchSize: source.number('BatchSize'),
    windowSeconds: source.optional('MaximumBatchingWindowInSeconds') ?? 0,
    lanes: source.optional('ParallelizationFactor') ?? 1,
    pollers: { min: pollers.optional('MinimumPollers') ?? 0, max: pollers.optional('MaximumPollers') ?? 0 },
  };
};

/** The only bucket whose objects move is the lake's. */
const tiersIn = (buckets: readonly Node[]): Declared['tiers'] => {
  const transitions = buckets.flatMap((bucket) =>
    bucket
      .in('LifecycleConfiguration')
      .list('Rules')
      .flatMap((rule) => rule.list('Transitions')),
  );
  return transitions.map((one) => ({
    storageClass: one.text('StorageClass'),
    afterDays: one.optional('TransitionInDays') ?? 0,
  }));
};

/** What the warehouse finds and may use, and how often it is filled. */
const warehouseIn = (
  first: (type: string, isIt?: (node: Node) => boolean) => Node,
  loadWarehouse: Node,
): Declared['warehouse'] => {
  const schedule = first('AWS::Scheduler::Schedule', (node) => node.refersTo(loadWarehouse.id));
  return {
    baseRpus: first('AWS::RedshiftServerless::Workgroup').number('BaseCapacity'),
    dailyRpuHours: first('Custom::RedshiftServerlessUsageLimit').numberIn(/"amount\W+(\d+)/),
    everySeconds: 60 * schedule.numberIn(/rate\((\d+) minutes\)/),
  };
};

/** CloudWatch bills an alarm by the metrics that it looks at, and three times as much where their period is under a minute. */
const alarmsIn = (alarms: readonly Node[], composites: number): Declared['alarms'] => {
  let [fastMetrics, minuteMetrics] = [0, 0];
  for (const alarm of alarms) {
    const stats = alarm.list('Metrics').filter((metric) => metric.has('MetricStat'));
    const period = stats[0]?.in('MetricStat').optional('Period') ?? alarm.optional('Period') ?? 60;
    const metrics = Math.max(1, stats.length);
    if (period < 60) fastMetrics += metrics;
    else minuteMetrics += metrics;
  }
  return { fastMetrics, minuteMetrics, composites };
};
