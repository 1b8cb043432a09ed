/** The metrics of the readers of the stream, by their names in CloudWatch. Counts are in Count, times in Milliseconds. */
export const INGEST_METRICS = {
  /** Records of the stream that a reader could not read and set aside. Each reader counts its own. */
  unreadableRecords: 'UnreadableRecords',
} as const;
