import type { StageTemplates } from '../cost/stage-templates';
import { failure, type Finding, note } from './finding';

/** A quota of Service Quotas, and the value that a stage needs. */
export interface QuotaNeed {
  readonly serviceCode: string;
  /** Absent if AWS documents no code; then the name finds the quota. */
  readonly quotaCode?: string;
  readonly name: RegExp;
  readonly title: string;
  readonly value: number;
}

/** A quota as Service Quotas lists it for the account. */
export interface Quota {
  readonly code: string;
  readonly name: string;
  readonly value: number;
}

/**
 * The quotas that a stage's templates need. Codes: the endpoints and quotas pages of API Gateway and Kinesis Data
 * Streams in the AWS General Reference. No public source states a code for Redshift Serverless. Alarms need no quota:
 * CloudWatch limits only those on Metrics Insights queries, which no stage has
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html).
 */
export const quotaNeeds = (stage: StageTemplates): readonly QuotaNeed[] => {
  const throttle = stage.first('AWS::ApiGatewayV2::Stage').in('DefaultRouteSettings');
  const shards = stage.all('AWS::Kinesis::Stream').map((stream) => stream.optional('ShardCount') ?? 0);
  const rpus = stage.all('AWS::RedshiftServerless::Workgroup').map((group) => group.optional('MaxCapacity') ?? 0);
  return [
    {
      ...{ serviceCode: 'apigateway', quotaCode: 'L-8A5B8E43', name: /^throttle rate$/i },
      ...{ title: 'requests per second to HTTP APIs', value: throttle.optional('ThrottlingRateLimit') ?? 0 },
    },
    {
      ...{ serviceCode: 'apigateway', quotaCode: 'L-CDF5615A', name: /^throttle burst rate$/i },
      ...{ title: 'burst of requests to HTTP APIs', value: throttle.optional('ThrottlingBurstLimit') ?? 0 },
    },
    {
      ...{ serviceCode: 'kinesis', quotaCode: 'L-0918CF54', name: /^shards per region$/i },
      ...{ title: 'shards of Kinesis streams', value: sum(shards) },
    },
    {
      ...{ serviceCode: 'redshift-serverless', name: /\bRPUs?\b/ },
      ...{ title: 'RPUs of a Redshift Serverless workgroup', value: Math.max(0, ...rpus) },
    },
  ];
};

/** The finding about one quota, if the account's value is too small or unknown. */
export const quotaFindings = (need: QuotaNeed, quotas: readonly Quota[]): readonly Finding[] => {
  const quota = quotas.find(({ code }) => code === need.quotaCode) ?? quotas.find(({ name }) => need.name.test(name));
  if (need.value === 0) return [];
  if (!quota) {
    const action = `Compare it with the quota in the console of Service Quotas, service ${need.serviceCode}.`;
    return [note(`Service Quotas lists no quota for ${need.title}; the stage needs ${need.value}.`, action)];
  }
  if (quota.value >= need.value) return [];
  return [
    failure(
      `The quota of ${need.title} is ${quota.value} ("${quota.name}", ${quota.code}), and the stage needs ${need.value}.`,
      `Lower the stage's setting, or request it: aws service-quotas request-service-quota-increase --service-code ${need.serviceCode} --quota-code ${quota.code} --desired-value ${need.value}`,
    ),
  ];
};

/** Streams of an account in on-demand mode: DescribeLimits of Kinesis. */
export interface OnDemandStreams {
  readonly count: number;
  readonly limit: number;
}

/** The finding about on-demand streams, if the stage's stream does not exist and there is no room for it. */
export const onDemandFindings = (
  stage: StageTemplates,
  existing: boolean,
  { count, limit }: OnDemandStreams,
): readonly Finding[] => {
  const added = stage
    .all('AWS::Kinesis::Stream')
    .filter((stream) => stream.in('StreamModeDetails').text('StreamMode') === 'ON_DEMAND').length;
  if (existing || added === 0 || count + added <= limit) return [];
  const problem = `The account has ${count} of ${limit} on-demand Kinesis streams, and the stage adds ${added}.`;
  return [failure(problem, `Delete a stream, or ask AWS Support for ${count + added} on-demand streams.`)];
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
