import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import type { PseudonymKey, SuppressedViewers } from '../ingest';
import { Erase, type EraseProps } from './erase';
import { erasureAlarms } from './erasure-alarms';
import { RequestErasure } from './request-erasure';
import { viewerStores } from './viewer-stores';

/** Properties of an {@link ErasureStack}. */
export interface ErasureStackProps extends Omit<EraseProps, 'stores'> {
  readonly pseudonymKey: PseudonymKey;
  readonly suppressedViewers: SuppressedViewers;
  readonly recipient: AlarmRecipient;
}

/** A viewer's right to erasure: request-erasure → erase → every store, with a receipt. */
export class ErasureStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string, props: ErasureStackProps) {
    super(scope, subsystem);
    const { pseudonymKey, suppressedViewers, recipient, ...eraseProps } = props;
    const stores = viewerStores(scope);
    const erase = new Erase(this, 'Erase', { ...eraseProps, stores });
    new RequestErasure(this, 'RequestErasure', {
      ...{ pseudonymKey, suppressedViewers, stores },
      bucket: props.bucket,
      runs: erase.runs,
    });
    new PipelineAlarms(this, 'Alarms', recipient, erasureAlarms(erase));
  }
}
