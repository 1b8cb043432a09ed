/** One quota of an account. */
export interface Quota {
  readonly serviceCode: string;
  readonly code: string;
  readonly name: string;
  readonly value: number;
}

/**
 * Values that a new account has. Sources: the endpoints and quotas pages of API Gateway, Kinesis and Lambda in
 * https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html
 */
export const DEFAULT_QUOTAS: readonly Quota[] = [
  { serviceCode: 'apigateway', code: 'L-8A5B8E43', name: 'Throttle rate', value: 10_000 },
  { serviceCode: 'apigateway', code: 'L-CDF5615A', name: 'Throttle burst rate', value: 5_000 },
  { serviceCode: 'kinesis', code: 'L-0918CF54', name: 'Shards per Region', value: 1_000 },
  { serviceCode: 'lambda', code: 'L-B99A9384', name: 'Concurrent executions', value: 1_000 },
];
