export { MIRRORED_PATH } from './ledger-path';
export { WAREHOUSE_METRICS } from './metrics';
export { shownDates, warehouseWindow } from './window';
