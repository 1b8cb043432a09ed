/** The sections of docs/runbook.md that alarms lead to, as GitHub spells their anchors; a test holds the two together. */
export const RUNBOOK_SECTIONS = [
  'playback-outage',
  'starts-fail',
  'playback-fails',
  'playback-stalls',
  'starts-are-slow',
  'heartbeats-are-silent',
  'messages-among-the-quality-dead-letters',
  'quality-reports-are-late',
  'messages-among-the-overflow-dead-letters',
  'messages-stay-in-the-overflow-queue',
  'the-collector-answers-503',
  'counting-lags',
  'objects-in-the-failed-batches-bucket',
  'counts-are-not-published',
  'refused-events-do-not-arrive',
  'the-lake-falls-behind',
  'records-do-not-convert',
  'objects-of-raw-moved-aside',
  'a-run-of-curation-failed',
] as const;
export type RunbookSection = (typeof RUNBOOK_SECTIONS)[number];
