import { alerts } from '../alerts';
import { defineSubsystem } from '../foundation/subsystem';
import { lake } from '../lake';
import { WarehouseStack } from './warehouse-stack';

export type { LoadWarehouse } from './load-warehouse';
export { STATEMENTS_REASON, type Warehouse } from './warehouse';

/** The warehouse: the last seven days, for fast queries. */
export const warehouse = defineSubsystem('warehouse', (stage, name) => {
  const { bucket } = lake.in(stage);
  const { topic: recipient } = alerts.in(stage);
  return new WarehouseStack(stage, name, { config: stage.config.warehouse, lake: bucket, recipient });
});
