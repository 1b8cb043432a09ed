import type { AlertsConfig } from '../alerts/config';
import type { FeaturesConfig } from '../features/config';
import type { StageSettings } from '../foundation/stage-settings';
import type { IngestConfig } from '../ingest/config';
import type { LakeConfig } from '../lake/config';
import type { LedgerConfig } from '../ledger/config';
import type { LiveConfig } from '../live/config';
import type { QualityConfig } from '../quality/config';
import type { WarehouseConfig } from '../warehouse/config';

/** The differences between stages: settings of all subsystems, and a slice for each subsystem that needs one. */
export interface StageConfig extends StageSettings {
  readonly alerts: AlertsConfig;
  readonly ingest: IngestConfig;
  readonly live: LiveConfig;
  readonly quality: QualityConfig;
  readonly lake: LakeConfig;
  readonly features: FeaturesConfig;
  readonly ledger: LedgerConfig;
  readonly warehouse: WarehouseConfig;
}
