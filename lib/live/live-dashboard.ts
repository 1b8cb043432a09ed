import { Column, CustomWidget, Dashboard, Row } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DEVICE_TYPES } from '../../domain/families/viewing';
import type { StageConfig } from '../stages/config';
import type { PublishCounts } from './publish-counts';
import type { ShowTopTitles } from './show-top-titles';
import { figures, graph } from '../foundation/widgets';

/** Properties of a {@link LiveDashboard}. */
export interface LiveDashboardProps {
  readonly stage: StageConfig;
  readonly publishCounts: PublishCounts;
  readonly showTopTitles: ShowTopTitles;
}

/** How many are watching now, on what, and what. */
export class LiveDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, publishCounts, showTopTitles }: LiveDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-live` });
    const streams = publishCounts.metricStreams();
    const stalled = publishCounts.metricRebuffering();
    const delay = publishCounts.metricDelay().with({ label: 'complete after (ms)' });
    const byDevice = DEVICE_TYPES.map((device) => publishCounts.metricStreams(device));
    this.addWidgets(figures('Now', [streams, stalled, delay]));
    this.addWidgets(
      new Column(
        graph('Concurrent streams', [streams], { width: 16 }),
        graph('Concurrent streams by device', byDevice, { width: 16, stacked: true }),
        new Row(
          graph('Rebuffering streams', [stalled]),
          graph('From an instant until its count is complete (ms)', [delay]),
        ),
      ),
      new CustomWidget({
        title: 'Top titles',
        functionArn: showTopTitles.handler.functionArn,
        updateOnRefresh: true,
        updateOnResize: false,
        updateOnTimeRangeChange: false,
        width: 8,
        height: 18,
      }),
    );
  }
}
