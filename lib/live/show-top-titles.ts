import { Construct } from 'constructs';
import type { ShowTopTitlesEnv } from '../../lambdas/live/show-top-titles/env';
import { Handler } from '../foundation/handler';
import type { LiveCountsTable } from './live-counts-table';

/**
 * A custom widget that shows the most watched titles. They are not metrics, because thousands of metrics would be
 * expensive.
 */
export class ShowTopTitles extends Construct {
  readonly handler: Handler<ShowTopTitlesEnv>;

  constructor(scope: Construct, id: string, liveCounts: LiveCountsTable) {
    super(scope, id);
    this.handler = new Handler<ShowTopTitlesEnv>(this, 'Function', {
      step: 'show-top-titles',
      environment: { LIVE_COUNTS_TABLE_NAME: liveCounts.tableName },
      memoryMiB: 256,
      description: 'Shows the most watched titles on a dashboard.',
    });
    liveCounts.grant(this.handler, 'dynamodb:Query', 'dynamodb:GetItem');
  }
}
