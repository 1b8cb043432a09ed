import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import type { PseudonymKey } from '../ingest';
import { Erase, type EraseProps } from './erase';
import { erasureAlarms } from './erasure-alarms';
import { RequestErasure } from './request-erasure';

/** Properties of an {@link ErasureStack}. */
export interface ErasureStackProps extends EraseProps {
  readonly pseudonymKey: PseudonymKey;
  readonly recipient: AlarmRecipient;
}

/** A viewer's right to erasure: request-erasure → erase → lake and features, with a receipt. */
export class ErasureStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string, { pseudonymKey, recipient, ...stores }: ErasureStackProps) {
    super(scope, subsystem);
    const erase = new Erase(this, 'Erase', stores);
    new RequestErasure(this, 'RequestErasure', { pseudonymKey, bucket: stores.bucket, runs: erase.runs });
    new PipelineAlarms(this, 'Alarms', recipient, erasureAlarms(erase));
  }
}
