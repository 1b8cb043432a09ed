/** The metrics of the ledger, by their names in CloudWatch. Counts are in Count, times in Milliseconds. */
export const LEDGER_METRICS = {
  /** By Path: distinct audited events received in the last hour that the path must hold. */
  ledgerExpected: 'LedgerExpected',
  /** By Path: how many of the expected events the path holds. */
  ledgerFound: 'LedgerFound',
  /** By Path: expected events that are missing but may still arrive. */
  ledgerPending: 'LedgerPending',
  /** Events that are missing after their deadline, over every account that is still checked: in total, and by Path. */
  ledgerLost: 'LedgerLost',
  /** By Path: events of the last hour that the path holds without a note of their acceptance. */
  ledgerUnannounced: 'LedgerUnannounced',
  /** By DeviceType: sequence numbers between the first and the last received event of each session. */
  sequenceNumbers: 'SequenceNumbers',
  /** By DeviceType: how many of these never arrived, so were lost before the collector. */
  sequenceGaps: 'SequenceGaps',
  /** Runs of reconcile that finished every check that was due. */
  reconciliations: 'Reconciliations',
} as const;
