import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StageName } from '../stages/stage-names';

/** Settings that all subsystems of a stage share. */
export interface StageSettings {
  readonly name: StageName;
  readonly logRetention: RetentionDays;
  /** What happens to stored data when a stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** Whether a stack, or a DynamoDB table, must be unlocked before it can be deleted. */
  readonly terminationProtection: boolean;
  /**
   * Concurrent executions that belong to one function, by its step: other functions of the account cannot use them, and
   * the function itself cannot use more. Steps without an entry share the rest of the account's quota; AWS
   * requires 100 of it to stay unreserved. `npm run deploy` leaves the reservations out if the account has no room.
   * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrency: Readonly<Record<string, number>>;
}
