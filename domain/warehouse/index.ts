export { WAREHOUSE_METRICS } from './metrics';
export { shownDates, warehouseWindow } from './window';
