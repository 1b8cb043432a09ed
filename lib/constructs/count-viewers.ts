import { Duration } from 'aws-cdk-lib';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { CountViewersEnv } from '../../lambdas/count-viewers/env';
import type { StageConfig } from '../config';
import type { EventStream } from './event-stream';
import { FailedBatches } from './failed-batches';
import { Handler } from './handler';
import type { PresenceTable } from './presence-table';

/** Properties of a {@link CountViewers}. */
export interface CountViewersProps {
  readonly stage: StageConfig;
  readonly events: EventStream;
  readonly presence: PresenceTable;
}

/** Turns batches of the stream into presence. A batch that fails to the end is kept, payload and all, in a bucket. */
export class CountViewers extends Construct {
  readonly handler: Handler<CountViewersEnv>;

  constructor(scope: Construct, id: string, { stage, events, presence }: CountViewersProps) {
    super(scope, id);
    const failedBatches = new FailedBatches(this, 'FailedBatches', stage.removalPolicy);
    this.handler = new Handler<CountViewersEnv>(this, 'Function', {
      step: 'count-viewers',
      stage,
      environment: {
        PRESENCE_TABLE_NAME: presence.tableName,
        EVENT_BUCKETS: String(events.buckets),
        PRESENCE_SALTS: String(presence.salts),
        CLOSE_AFTER_SECONDS: String(stage.closeAfter.toSeconds()),
      },
      memoryMiB: 1_769,
      timeout: Duration.seconds(30),
      description: 'Turns batches of viewing events into presence per instant.',
    });
    this.handler.addEventSource(
      new KinesisEventSource(events.stream, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 1_000,
        maxBatchingWindow: Duration.seconds(1),
        parallelizationFactor: stage.countingLanes,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        // By age, not by count: a table that throttles for minutes must not cost a batch, and nobody else writes the stream.
        maxRecordAge: Duration.minutes(15),
        onFailure: failedBatches,
      }),
    );
    presence.grant(this.handler, 'dynamodb:BatchWriteItem');
  }
}
