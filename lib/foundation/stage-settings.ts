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
}
