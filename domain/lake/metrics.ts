/** The metrics of curation, by their names in CloudWatch. Counts are in Count, times in Milliseconds. */
export const LAKE_METRICS = {
  /** Curation runs that finished. */
  curationRuns: 'CurationRuns',
  /** Dates that a run rewrote. */
  curatedDates: 'CuratedDates',
  /** From the start of a run to its end, ms. */
  curationTime: 'CurationTime',
  /** Unreadable objects of raw that were moved aside. */
  rawObjectsAside: 'RawObjectsAside',
} as const;
