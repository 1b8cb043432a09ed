/** The dimensions of our metrics. */
export const DIMENSIONS = {
  /** The device class of a cohort. */
  deviceType: 'DeviceType',
  /** The CDN of a cohort. A cohort with neither dimension covers all players. */
  cdn: 'Cdn',
  /** The code of an error. */
  errorCode: 'ErrorCode',
  /** A path of the ledger. */
  path: 'Path',
  /** The age of a date of the warehouse; 0 is today. */
  daysAgo: 'DaysAgo',
} as const;

/** The value of a dimension for everything that the configuration does not name. */
export const OTHER = 'other';
