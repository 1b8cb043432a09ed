import { type Environment, Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './stages/config';
import { ErasureStack } from './erasure/erasure-stack';
import { FeaturesStack } from './features/features-stack';
import { WarehouseStack } from './warehouse/warehouse-stack';
import { IngestStack } from './ingest/ingest-stack';
import { LakeStack } from './lake/lake-stack';
import { LedgerStack } from './ledger/ledger-stack';
import { LiveStack } from './live/live-stack';
import { OperationsStack } from './operations/operations-stack';
import { QualityStack } from './quality/quality-stack';

/** One deployment of Playhead: every stack of a stage, wired in one direction. */
export class PlayheadStage extends Stage {
  constructor(scope: Construct, config: StageConfig, env: Environment) {
    super(scope, config.name, { env });
    const stackProps = (path: string) => ({
      stackName: `playhead-${config.name}-${path}`,
      terminationProtection: config.terminationProtection,
    });
    const ingest = new IngestStack(this, 'Ingest', config, stackProps('ingest'));
    const live = new LiveStack(this, 'Live', config, ingest, stackProps('live'));
    const quality = new QualityStack(this, 'Quality', config, ingest, stackProps('quality'));
    const lake = new LakeStack(this, 'Lake', config, ingest, stackProps('lake'));
    const features = new FeaturesStack(this, 'Features', config, { ingest, lake }, stackProps('features'));
    const warehouse = new WarehouseStack(this, 'Warehouse', config, lake, stackProps('warehouse'));
    const ledger = new LedgerStack(this, 'Ledger', config, { ingest, quality, lake, warehouse }, stackProps('ledger'));
    const erases = { ingest, lake, features: features.features };
    const erasure = new ErasureStack(this, 'Erasure', config, erases, stackProps('erasure'));
    const watched = { ingest, live, quality, lake, features, ledger, warehouse, erasure };
    new OperationsStack(this, 'Operations', config, watched, stackProps('operations'));
    Tags.of(this).add('service', 'playhead');
    Tags.of(this).add('stage', config.name);
  }
}
