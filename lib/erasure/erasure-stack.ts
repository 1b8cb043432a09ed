import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import type { PseudonymKey } from '../ingest';
import { Erase, type EraseProps } from './erase';
import { erasureAlarms } from './erasure-alarms';
import { RequestErasure } from './request-erasure';
import { viewerStores } from './viewer-stores';

/** Properties of an {@link ErasureStack}. */
export interface ErasureStackProps extends Omit<EraseProps, 'stores'> {
  readonly pseudonymKey: PseudonymKey;
  readonly recipient: AlarmRecipient;
}

/** A viewer's right to erasure: request-erasure → erase → lake and features, with a receipt. */
export class ErasureStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string, { pseudonymKey, recipient, ...props }: ErasureStackProps) {
    super(scope, subsystem);
    const stores = viewerStores(scope);
    const erase = new Erase(this, 'Erase', { ...props, stores });
    new RequestErasure(this, 'RequestErasure', { pseudonymKey, bucket: props.bucket, runs: erase.runs, stores });
    new PipelineAlarms(this, 'Alarms', recipient, erasureAlarms(erase));
  }
}
