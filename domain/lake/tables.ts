import { type ColumnType, columnsOf, FAMILY_DEFINITIONS, type FamilyDefinition } from '../families';
import { VIEWING_DEFINITION } from '../families/viewing';
import type { Content } from './content';

/** Columns by name, in their order. */
type Columns = Readonly<Record<string, ColumnType>>;

/** One table of the lake. */
export interface LakeTable {
  readonly name: string;
  /** The key prefix in the bucket, without a slash at either end. */
  readonly prefix: string;
  readonly columns: Columns;
  /** The names of its partition keys, in order; all of type string. */
  readonly partitionKeys: readonly string[];
  /** @default Parquet */
  readonly format?: 'json';
  readonly description: string;
}

/** The two tables of an event family: the raw arrivals and the curated events. */
export const eventTablesOf = <const Table extends string>({ table, fields }: FamilyDefinition<Table>) =>
  ({
    raw: {
      name: `raw_${table}`,
      prefix: `raw/${table}`,
      columns: columnsOf(fields, 'raw'),
      partitionKeys: ['dt', 'hour'],
      description: 'Every arrival, including repeated ones, by date and hour of arrival (UTC).',
    },
    curated: {
      name: table,
      prefix: `curated/${table}`,
      columns: columnsOf(fields, 'curated'),
      partitionKeys: ['dt'],
      description: 'One row per event, by the date on which it happened (UTC).',
    },
  }) as const satisfies Readonly<Record<string, LakeTable>>;

const viewing = eventTablesOf(VIEWING_DEFINITION);

/** Every arrival of a viewing event by date and hour of arrival (UTC), and the watermarks, which have no event_id. */
export const RAW_VIEWING_EVENTS = viewing.raw;

/** One row per event_id, by the date on which the event happened (UTC). */
export const VIEWING_EVENTS = viewing.curated;

/** One row per playback, by the date of its first event. Sums only: ratios are computed from sums. See fold-sessions.ts. */
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
    last_played_at: 'bigint',
    conflicts: 'bigint',
    ad_ms: 'bigint',
    view_id: 'string',
    player_name: 'string',
    player_version: 'string',
    drm_system: 'string',
    network_type: 'string',
    remote_playback: 'boolean',
    licence_ms: 'bigint',
    known_latency_media_ms: 'bigint',
    live_latency_media: 'bigint',
    ad_breaks: 'bigint',
    error_code: 'string',
  },
  partitionKeys: ['dt'],
  description: 'One row per playback, by the date of its first event (UTC).',
} as const satisfies LakeTable;

/** One row per attempt of a day: what was known about the viewer and the title when the day began, and the outcome. */
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
  description: 'One row per attempt: features known before its day began, labels from the day itself.',
} as const satisfies LakeTable;

/** Aggregates for content planning, by the Monday of the week; a null country or device_type means all of them. */
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

/** The pseudonyms that curation leaves out: one small JSON object per erasure request. */
export const ERASED_VIEWERS = {
  name: 'erased_viewers',
  prefix: 'erasures/suppressed',
  columns: { viewer_id: 'string', request_id: 'string', erased_at: 'bigint' },
  partitionKeys: [],
  format: 'json',
  description: 'Pseudonyms that curation leaves out.',
} as const satisfies LakeTable;

/** Refused events by date and hour of arrival (UTC): why each was refused, without the event itself. */
export const QUARANTINED_EVENTS = {
  name: 'quarantined_events',
  prefix: 'quarantine',
  columns: { request_id: 'string', received_at: 'bigint', event_id: 'string', field: 'string', reason: 'string' },
  partitionKeys: ['dt', 'hour'],
  format: 'json',
  description: 'Refused events and why, by date and hour of arrival (UTC).',
} as const satisfies LakeTable;

/** The prefix of the lists of objects that the warehouse loads. */
export const MANIFESTS_PREFIX = 'warehouse/manifests';

/** The prefix of records that Firehose could not convert to the columns of a raw table, by kind of error. */
export const rawErrorsPrefixOf = ({ prefix }: LakeTable): string => prefix.replace(/^raw/, 'raw-errors');

/** The titles of the content management system: one object, which `npm run catalog` rewrites as a whole. */
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
  format: 'json',
  description: 'Titles, from the content management system.',
} as const satisfies LakeTable;

/** The prefix of the query results that a rebuild run of features reads. */
export const REBUILD_PREFIX = 'features/rebuild';

/** Every table of the lake: those of the event families first. */
export const LAKE_TABLES: readonly LakeTable[] = [
  ...FAMILY_DEFINITIONS.flatMap((family) => Object.values(eventTablesOf(family))),
  SESSIONS,
  TRAINING_EXAMPLES,
  CONTENT_WEEKLY,
  ERASED_VIEWERS,
  CONTENT,
];

/** The tables that curation writes. */
export type CuratedTable = typeof VIEWING_EVENTS | typeof SESSIONS | typeof TRAINING_EXAMPLES | typeof CONTENT_WEEKLY;

/** Below this prefix are the curated tables. */
export const CURATED_PREFIX = 'curated';

/** Objects that a curation run moved out of raw are below this prefix, then the kind of the problem. */
export const RAW_ASIDE_PREFIX = 'raw-aside';

/** The state and the progress of curation runs are below this prefix. */
export const CURATION_PREFIX = 'curation';

/** The tables that a curation run writes. */
export const CURATED_TABLES: readonly LakeTable[] = [VIEWING_EVENTS, SESSIONS, TRAINING_EXAMPLES, CONTENT_WEEKLY];
