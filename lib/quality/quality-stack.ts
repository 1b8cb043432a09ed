import type { MessageRecipient } from '../alerts';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import { graph } from '../foundation/widgets';
import type { QualityQueue } from '../ingest';
import type { QualityConfig } from './config';
import { detectionAlarms } from './detection-alarms';
import { DetectOutages } from './detect-outages';
import { ErrorCodesTable } from './error-codes-table';
import { QualityAlarms } from './quality-alarms';
import { QualityDashboard } from './quality-dashboard';
import { QualitySumsTable } from './quality-sums-table';
import { ShowErrors } from './show-errors';
import { WatchQuality } from './watch-quality';

/** Properties of a {@link QualityStack}. */
export interface QualityStackProps {
  readonly config: QualityConfig;
  readonly reports: QualityQueue;
  readonly recipient: MessageRecipient;
}

/** Detects playback outages: playback-quality → watch-quality → quality sums → detect-outages → people. */
export class QualityStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string, { config, reports, recipient }: QualityStackProps) {
    super(scope, subsystem);
    const errorCodes = new ErrorCodesTable(this, 'ErrorCodes');
    const sums = new QualitySumsTable(this, 'Sums', config.sumsSalts);
    const watchQuality = new WatchQuality(this, 'WatchQuality', { config, reports, errorCodes, sums });
    const detectOutages = new DetectOutages(this, 'DetectOutages', { config, sums, recipient });
    const showErrors = new ShowErrors(this, 'ShowErrors', errorCodes);
    const alarms = new QualityAlarms(this, 'Alarms', { config, detectOutages, recipient });
    new PipelineAlarms(this, 'DetectionAlarms', recipient, detectionAlarms(reports, detectOutages));
    new QualityDashboard(this, 'Dashboard', { config, alarms, detectOutages, showErrors });
    this.pipelineRows.push([
      graph('Events, every 10 s', [
        watchQuality.metricAccepted(),
        watchQuality.metricRefused(),
        watchQuality.metricLate(),
      ]),
      graph('Freshness of playback quality (ms)', [watchQuality.metricDelay()]),
      graph('Time beyond the shares of sessions (ms)', [watchQuality.metricUncounted()]),
    ]);
  }
}
