import { CustomWidget, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DEVICE_TYPES } from '../../domain/events/viewing-event';
import { DIMENSIONS, METRICS } from '../../domain/metrics';
import type { StageConfig } from '../config';
import { ownMetric } from '../constructs/metrics';
import type { ShowTopTitles } from '../constructs/show-top-titles';
import { figures, graph } from './widgets';

/** Properties of a {@link LiveDashboard}. */
export interface LiveDashboardProps {
  readonly stage: StageConfig;
  readonly showTopTitles: ShowTopTitles;
}

/** How many are watching now, on what, and what. */
export class LiveDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, showTopTitles }: LiveDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-live` });
    // The maximum, not the sum: an instant that two publishers complete is told twice.
    const at = (name: string, label: string, dimensionsMap = {}) =>
      ownMetric(stage, name, { statistic: 'Maximum', label, dimensionsMap });
    const streams = at(METRICS.concurrentStreams, 'streams');
    const stalled = at(METRICS.rebufferingStreams, 'rebuffering');
    const byDevice = DEVICE_TYPES.map((device) =>
      at(METRICS.concurrentStreams, device, { [DIMENSIONS.deviceType]: device }),
    );
    this.addWidgets(figures('Now', [streams, stalled, at(METRICS.liveCountsDelay, 'complete after (ms)')]));
    this.addWidgets(
      graph('Concurrent streams', [streams], { width: 16 }),
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
    this.addWidgets(graph('Concurrent streams by device', byDevice, { width: 16, stacked: true }));
    this.addWidgets(
      graph('Rebuffering streams', [stalled]),
      graph('From an instant until its count is complete (ms)', [at(METRICS.liveCountsDelay, 'complete after')]),
    );
  }
}
