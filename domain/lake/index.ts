export { fillDefinitions } from './columns-in-statements';
export type { Content } from './content';
export {
  beganAt,
  beginRun,
  type CurationRun,
  type CurationStep,
  datesBetween,
  keyFolder,
  runFolder,
  stepsOf,
  toRunId,
  writeWeek,
} from './curation';
export { addDays, dateOf, DAY_MS, type LakeDate, startOf, weekOf } from './dates';
export { foldSessions, sessionsOf } from './fold-sessions';
export type { Session } from './session';
export { CURATED_PATH, RAW_PATH } from './ledger-paths';
export type { LateEventsPolicy } from './late-events';
export { LAKE_METRICS } from './metrics';
export {
  CONTENT,
  CONTENT_WEEKLY,
  CURATED_TABLES,
  type CuratedTable,
  ERASED_VIEWERS,
  eventTablesOf,
  LAKE_TABLES,
  type LakeTable,
  MANIFESTS_PREFIX,
  QUARANTINED_EVENTS,
  RAW_VIEWING_EVENTS,
  REBUILD_PREFIX,
  SESSIONS,
  TRAINING_EXAMPLES,
  VIEWING_EVENTS,
} from './tables';
