import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { logGroupName } from '../../domain/names';
import { settingsOf } from './subsystem-stack';

/**
 * A log group with the retention of its stage. Logs hold no viewer ids and no pseudonyms, except where they are declared.
 */
export class StageLogGroup extends LogGroup {
  /**
   * `name`: the last part of `/playhead/<stage>/<name>`, or a full name that AWS prescribes and that starts with a
   * slash.
   */
  constructor(scope: Construct, id: string, name: string) {
    const { name: stage, logRetention, removalPolicy } = settingsOf(scope);
    super(scope, id, {
      logGroupName: name.startsWith('/') ? name : logGroupName(stage, name),
      retention: logRetention,
      removalPolicy,
    });
  }
}
