/** The metrics of the warehouse, by their names in CloudWatch. Counts are in Count, times in Milliseconds. */
export const WAREHOUSE_METRICS = {
  /** Objects of raw that load-warehouse loaded. */
  warehouseLoadedObjects: 'WarehouseLoadedObjects',
  /** Failed runs of load-warehouse, and objects that it left out or postponed. */
  warehouseFailedLoads: 'WarehouseFailedLoads',
  /** At the end of a run: the age of the oldest object of raw that it found waiting, ms. */
  warehouseLoadLag: 'WarehouseLoadLag',
  /** Duration of a run of load-warehouse, ms. */
  warehouseLoadTime: 'WarehouseLoadTime',
  /** Events in the warehouse, by DaysAgo. */
  warehouseRows: 'WarehouseRows',
  /** Events that contradict others of their session, in the sessions that began today (UTC). */
  conflictingEvents: 'ConflictingEvents',
} as const;
