import { Column, Dashboard, Row } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DEVICE_TYPES } from '../../domain/families/viewing';
import { nameIn } from '../foundation/subsystem-stack';
import { figures, graph, renderedBy } from '../foundation/widgets';
import type { PublishCounts } from './publish-counts';
import type { ShowTopTitles } from './show-top-titles';

/** Properties of a {@link LiveDashboard}. */
export interface LiveDashboardProps {
  readonly publishCounts: PublishCounts;
  readonly showTopTitles: ShowTopTitles;
}

/** Shows the number of concurrent streams, by device and by title. */
export class LiveDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { publishCounts, showTopTitles }: LiveDashboardProps) {
    super(scope, id, { dashboardName: nameIn(scope, 'live') });
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
          graph('Time from an instant until its count is complete (ms)', [delay]),
        ),
      ),
      renderedBy(showTopTitles.handler, 'Top titles', { width: 8, height: 18 }),
    );
  }
}
