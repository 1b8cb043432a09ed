import type { Cloud } from 'embedded-cloud';
import { dateOf, DAY_MS } from '../../domain/lake';
import { Lake } from '../local/lake';

/** The lake against the simulator's accepted events. */
export interface LakeReport {
  /** Events as they arrived, copies included. */
  readonly rawRows: number;
  readonly curatedRows: number;
  /** Different events that the collector accepted. */
  readonly uniqueAccepted: number;
  /** Accepted, and not among the curated. */
  readonly missing: number;
  /** Curated, and never accepted. */
  readonly invented: number;
  readonly sessions: number;
  /** Sessions whose outcome is none or more than one of: played, left before the start, failed to start, stopped by business rules. */
  readonly sessionsWithoutOutcome: number;
  /** Bytes scanned by a question about the last day, and by the same about all. */
  readonly oneDayBytes: number;
  readonly allBytes: number;
  /** Tables whose answer was another one after a second curation. */
  readonly changedByRepetition: readonly string[];
}

/** An event may have happened this long before it arrived: what was kept while offline. */
const LATEST_MS = DAY_MS / 24;

/** Every row of each table that curation writes, in one order. */
const ANSWERS = {
  viewing_events: 'SELECT * FROM viewing_events ORDER BY event_id',
  sessions: 'SELECT * FROM sessions ORDER BY session_id',
  training_examples: 'SELECT * FROM training_examples ORDER BY session_id',
  content_weekly: 'SELECT * FROM content_weekly ORDER BY week, content_id, country, device_type',
};

/** Curates what arrived between two instants (epoch ms), twice, and holds it to the ids of the accepted events. */
export const checkLake = async (
  cloud: Cloud,
  acceptedIds: ReadonlySet<string>,
  from: number,
  to: number,
): Promise<LakeReport> => {
  const lake = new Lake(cloud);
  const dates = [...new Set([dateOf(from - LATEST_MS), dateOf(to)])];
  await cloud.services.firehose.flush(cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', 'raw-viewing-events'));
  await lake.curate(dates);
  const before = await digestsOf(lake);
  await lake.curate(dates);
  const after = await digestsOf(lake);
  const { rows } = await lake.ask('SELECT event_id FROM viewing_events');
  const curated = new Set(rows.map(([eventId = '']) => eventId));
  const counts = 'SELECT count(*) FROM viewing_events';
  const [sessions = 0, sessionsWithoutOutcome = 0] = await numbersOf(lake, OUTCOMES);
  const [rawRows = 0] = await numbersOf(lake, 'SELECT count(event_id) FROM raw_viewing_events');
  return {
    rawRows,
    curatedRows: rows.length,
    uniqueAccepted: acceptedIds.size,
    missing: [...acceptedIds].filter((id) => !curated.has(id)).length,
    invented: [...curated].filter((id) => !acceptedIds.has(id)).length + (rows.length - curated.size),
    sessions,
    sessionsWithoutOutcome,
    oneDayBytes: (await lake.ask(`${counts} WHERE dt = ? AND playhead_ms >= 0`, `'${dateOf(to)}'`)).scannedBytes,
    allBytes: (await lake.ask(`${counts} WHERE playhead_ms >= 0`)).scannedBytes,
    changedByRepetition: TABLES.filter((table) => before[table] !== after[table]),
  };
};

/** What of the lake differs from what it must be, as sentences. */
export const lakeDifferences = (lake: LakeReport): readonly string[] => {
  const rules: readonly (readonly [boolean, string])[] = [
    [lake.missing === 0, `${lake.missing} accepted events are not in the lake`],
    [lake.invented === 0, `${lake.invented} events of the lake were never accepted, or lie in it twice`],
    [lake.sessionsWithoutOutcome === 0, `${lake.sessionsWithoutOutcome} attempts have no outcome or more than one`],
    [
      lake.changedByRepetition.length === 0,
      `a second curation changed the answers of ${lake.changedByRepetition.join(', ')}`,
    ],
  ];
  return rules.flatMap(([holds, sentence]) => (holds ? [] : [sentence]));
};

type Table = keyof typeof ANSWERS;
const TABLES = Object.keys(ANSWERS) as readonly Table[];

const digestsOf = async (lake: Lake): Promise<Readonly<Record<Table, string>>> => ({
  viewing_events: await lake.digestOf(ANSWERS.viewing_events),
  sessions: await lake.digestOf(ANSWERS.sessions),
  training_examples: await lake.digestOf(ANSWERS.training_examples),
  content_weekly: await lake.digestOf(ANSWERS.content_weekly),
});

/** attempts = plays + exits before start + start failures + business stops before start, session by session. */
const OUTCOMES = `
  SELECT
    count(*),
    count_if(
      attempted AND
      CAST(played AS integer) + CAST(exited_before_start AS integer)
        + CAST(start_failed AS integer) + CAST(business_stopped AS integer) <> 1
    )
  FROM sessions`;

/** The numbers of an answer's only row. */
const numbersOf = async (lake: Lake, sql: string): Promise<readonly number[]> => {
  const [row = []] = (await lake.ask(sql)).rows;
  return row.map(Number);
};
