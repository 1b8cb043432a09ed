export { MIRRORED_PATH } from './ledger-path';
export { WAREHOUSE_METRICS } from './metrics';
export { ERASE_ONLY } from './tasks';
export { shownDates, warehouseWindow } from './window';
