import { Construct } from 'constructs';
import type { ShowTopTitlesEnv } from '../../lambdas/live/show-top-titles/env';
import type { StageConfig } from '../stages/config';
import { Handler } from '../foundation/handler';
import type { LiveCountsTable } from './live-counts-table';

/** Properties of {@link ShowTopTitles}. */
export interface ShowTopTitlesProps {
  readonly stage: StageConfig;
  readonly liveCounts: LiveCountsTable;
}

/** What a dashboard asks for the most watched titles: as metrics, titles would cost by the thousand. */
export class ShowTopTitles extends Construct {
  readonly handler: Handler<ShowTopTitlesEnv>;

  constructor(scope: Construct, id: string, { stage, liveCounts }: ShowTopTitlesProps) {
    super(scope, id);
    this.handler = new Handler<ShowTopTitlesEnv>(this, 'Function', {
      subsystem: 'live',
      step: 'show-top-titles',
      stage,
      environment: { LIVE_COUNTS_TABLE_NAME: liveCounts.tableName },
      memoryMiB: 256,
      description: 'Shows the most watched titles on a dashboard.',
    });
    liveCounts.grant(this.handler, 'dynamodb:Query', 'dynamodb:GetItem');
  }
}
