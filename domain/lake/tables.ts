import type { ViewingEvent } from '../families/viewing';
import type { Content } from './content';

/** A column's type, as Glue spells it. Times are epoch ms, as on the wire. */
export type ColumnType = 'string' | 'bigint' | 'int' | 'double' | 'boolean' | 'array<struct<id:string,variant:string>>';

/** Columns by name, in their order. */
type Columns = Readonly<Record<string, ColumnType>>;

/** One table of the lake. */
export interface LakeTable {
  readonly name: string;
  /** Below the bucket, without slashes at its ends. */
  readonly prefix: string;
  readonly columns: Columns;
  /** What its partitions are named by, in order; all of type string. */
  readonly partitionKeys: readonly string[];
  readonly description: string;
}

/** A viewing event, column by column: the compiler demands one for each field. */
const EVENT_COLUMNS = {
  event_id: 'string',
  event: 'string',
  event_ts: 'bigint',
  sequence: 'bigint',
  session_id: 'string',
  content_id: 'string',
  viewer_id: 'string',
  viewer_key_id: 'string',
  interval_ms: 'int',
  state: 'string',
  playhead_ms: 'bigint',
  playback_rate: 'double',
  device_type: 'string',
  platform: 'string',
  app_version: 'string',
  country: 'string',
  cdn: 'string',
  stream_type: 'string',
  bitrate_kbps: 'bigint',
  throughput_kbps: 'bigint',
  buffer_ms: 'bigint',
  stall_count: 'bigint',
  stall_ms: 'bigint',
  startup_ms: 'bigint',
  dropped_frames: 'bigint',
  error_code: 'string',
  error_fatal: 'boolean',
  error_business: 'boolean',
  experiments: 'array<struct<id:string,variant:string>>',
  received_at: 'bigint',
  client_event_ts: 'bigint',
} as const satisfies Record<keyof ViewingEvent, ColumnType>;

/** What arrived, by date and hour of arrival (UTC), as often as it did; watermarks have no event_id. */
export const RAW_VIEWING_EVENTS = {
  name: 'raw_viewing_events',
  prefix: 'raw/viewing_events',
  columns: EVENT_COLUMNS,
  partitionKeys: ['dt', 'hour'],
  description: 'What arrived, as often as it did, by date and hour of arrival (UTC).',
} as const satisfies LakeTable;

/** One row an event_id, by the date on which it happened. */
export const VIEWING_EVENTS = {
  name: 'viewing_events',
  prefix: 'curated/viewing_events',
  columns: EVENT_COLUMNS,
  partitionKeys: ['dt'],
  description: 'One row an event, by the date on which it happened (UTC).',
} as const satisfies LakeTable;

/** One row a playback, by the date of its first event. Sums only: a ratio is made of sums. See domain/lake/fold-sessions.ts. */
export const SESSIONS = {
  name: 'sessions',
  prefix: 'curated/sessions',
  columns: {
    session_id: 'string',
    content_id: 'string',
    viewer_id: 'string',
    viewer_key_id: 'string',
    device_type: 'string',
    platform: 'string',
    app_version: 'string',
    country: 'string',
    cdn: 'string',
    stream_type: 'string',
    experiments: 'array<struct<id:string,variant:string>>',
    started_at: 'bigint',
    ended_at: 'bigint',
    last_received_at: 'bigint',
    attempted: 'boolean',
    played: 'boolean',
    exited_before_start: 'boolean',
    start_failed: 'boolean',
    business_stopped: 'boolean',
    playback_failed: 'boolean',
    completed: 'boolean',
    startup_ms: 'bigint',
    starting_ms: 'bigint',
    playing_ms: 'bigint',
    rebuffering_ms: 'bigint',
    seeking_ms: 'bigint',
    paused_ms: 'bigint',
    stall_count: 'bigint',
    stall_ms: 'bigint',
    watched_ms: 'bigint',
    media_ms: 'bigint',
    rated_media_ms: 'bigint',
    bitrate_media: 'bigint',
    last_playhead_ms: 'bigint',
    events: 'bigint',
    expected_events: 'bigint',
  },
  partitionKeys: ['dt'],
  description: 'One row a playback, by the date of its first event (UTC).',
} as const satisfies LakeTable;

/** One row an attempt of the day, with what was known of its viewer and title when that day began, and what came of it. */
export const TRAINING_EXAMPLES = {
  name: 'training_examples',
  prefix: 'curated/training_examples',
  columns: {
    session_id: 'string',
    viewer_id: 'string',
    content_id: 'string',
    started_at: 'bigint',
    known_until: 'bigint',
    device_type: 'string',
    country: 'string',
    stream_type: 'string',
    hour_of_day: 'int',
    day_of_week: 'int',
    viewer_sessions_28d: 'bigint',
    viewer_playing_ms_28d: 'bigint',
    viewer_completions_28d: 'bigint',
    viewer_titles_28d: 'bigint',
    viewer_last_started_at: 'bigint',
    viewer_watched_title_28d: 'boolean',
    title_plays_28d: 'bigint',
    title_completions_28d: 'bigint',
    title_playing_ms_28d: 'bigint',
    label_played: 'boolean',
    label_playing_ms: 'bigint',
    label_completed: 'boolean',
  },
  partitionKeys: ['dt'],
  description: 'One row an attempt: features known before its day began, labels from the day itself.',
} as const satisfies LakeTable;

/** What planning reads, by the Monday of the week; a null country or device_type stands for all of them. */
export const CONTENT_WEEKLY = {
  name: 'content_weekly',
  prefix: 'curated/content_weekly',
  columns: {
    content_id: 'string',
    country: 'string',
    device_type: 'string',
    attempts: 'bigint',
    starts: 'bigint',
    completions: 'bigint',
    abandonments: 'bigint',
    viewing_hours: 'double',
    unique_viewers: 'bigint',
    completion_ratio: 'double',
    abandonment_ratio: 'double',
  },
  partitionKeys: ['week'],
  description: 'Viewing by title, country and device class, by week (its Monday, UTC).',
} as const satisfies LakeTable;

/** Pseudonyms that curation leaves out: one small JSON object a request of erasure. */
export const ERASED_VIEWERS = {
  name: 'erased_viewers',
  prefix: 'erasures/suppressed',
  columns: { viewer_id: 'string', request_id: 'string', erased_at: 'bigint' },
  partitionKeys: [],
  description: 'Pseudonyms that curation leaves out.',
} as const satisfies LakeTable;

/** Refused events, by date and hour of arrival (UTC): what was wrong with each, without the event itself. */
export const QUARANTINED_EVENTS = {
  name: 'quarantined_events',
  prefix: 'quarantine',
  columns: { request_id: 'string', received_at: 'bigint', event_id: 'string', field: 'string', reason: 'string' },
  partitionKeys: ['dt', 'hour'],
  description: 'Refused events and why, by date and hour of arrival (UTC).',
} as const satisfies LakeTable;

/** Where the lists lie of what the warehouse loads. */
export const MANIFESTS_PREFIX = 'warehouse/manifests';

/** Where Firehose puts what does not convert, by kind of error. */
export const RAW_ERRORS_PREFIX = 'raw-errors/viewing_events';

/** What the content management system says of titles: one object, written whole by `npm run catalog`. */
export const CONTENT = {
  name: 'content',
  prefix: 'catalog/content',
  columns: {
    content_id: 'string',
    title: 'string',
    genre: 'string',
    language: 'string',
    rating: 'string',
    duration_ms: 'bigint',
    released_on: 'string',
    cms_version: 'bigint',
  } as const satisfies Record<keyof Content, ColumnType>,
  partitionKeys: [],
  description: 'What the content management system says of titles.',
} as const satisfies LakeTable;

/** Where the answers lie that a rebuild of features works on. */
export const REBUILD_PREFIX = 'features/rebuild';

/** Every table of the lake. */
export const LAKE_TABLES: readonly LakeTable[] = [
  RAW_VIEWING_EVENTS,
  VIEWING_EVENTS,
  SESSIONS,
  TRAINING_EXAMPLES,
  CONTENT_WEEKLY,
  ERASED_VIEWERS,
  CONTENT,
];

/** The tables that curation writes. */
export type CuratedTable = typeof VIEWING_EVENTS | typeof SESSIONS | typeof TRAINING_EXAMPLES | typeof CONTENT_WEEKLY;
