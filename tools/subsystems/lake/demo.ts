import { DAY_MS, dateOf } from '../../../domain/lake';
import type { DemoRun } from '../../demo/demo-run';
import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { count } from '../../demo/format';
import { Lake } from '../../local/lake';

/** The lake compared with the accepted events. */
interface LakeReport {
  /** Events as they arrived, copies included. */
  readonly rawRows: number;
  readonly curatedRows: number;
  /** Different events that the collector accepted. */
  readonly uniqueAccepted: number;
  /** Accepted events that are not curated. */
  readonly missing: number;
  /** Curated events that were never accepted, and copies. */
  readonly invented: number;
  readonly sessions: number;
  /**
   * Sessions without exactly one outcome of: played, left before the start, failed to start, stopped by business rules.
   */
  readonly sessionsWithoutOutcome: number;
  /** Bytes scanned by a query of the last day, and by the same query of all days. */
  readonly oneDayBytes: number;
  readonly allBytes: number;
  /** Tables with a different content after a second curation. */
  readonly changedByRepetition: readonly string[];
}

/** An event may arrive this long after it happened: players keep events while they are offline. */
const LATEST_MS = DAY_MS / 24;

/** Every row of each table that curation writes, in a fixed order. */
const CONTENT = {
  viewing_events: 'SELECT * FROM viewing_events ORDER BY event_id',
  sessions: 'SELECT * FROM sessions ORDER BY session_id, content_id, viewer_id',
  training_examples: 'SELECT * FROM training_examples ORDER BY session_id, content_id, viewer_id',
  content_weekly: 'SELECT * FROM content_weekly ORDER BY week, content_id, country, device_type',
};

/** attempts = plays + exits before start + start failures + business stops before start, for each session. */
const OUTCOMES = `
  SELECT
    count(*),
    count_if(
      attempted AND
      CAST(played AS integer) + CAST(exited_before_start AS integer)
        + CAST(start_failed AS integer) + CAST(business_stopped AS integer) <> 1
    )
  FROM sessions`;

/** Curates the dates of the run twice and compares the curated events with the accepted ones. */
const check = async ({ cloud, accepted, from, to }: DemoRun): Promise<LakeReport> => {
  const lake = new Lake(cloud);
  const dates = [...new Set([dateOf(from - LATEST_MS), dateOf(to)])];
  await cloud.services.firehose.flush(cloud.nameOf('AWS::KinesisFirehose::DeliveryStream', 'raw-viewing-events'));
  await lake.curate(dates);
  const before = await digestsOf(lake);
  await lake.curate(dates);
  const after = await digestsOf(lake);
  const { rows } = await lake.query('SELECT event_id FROM viewing_events');
  const curated = new Set(rows.map(([eventId = '']) => eventId));
  const counts = 'SELECT count(*) FROM viewing_events';
  const [sessions = 0, sessionsWithoutOutcome = 0] = await numbersOf(lake, OUTCOMES);
  const [rawRows = 0] = await numbersOf(lake, 'SELECT count(event_id) FROM raw_viewing_events');
  return {
    rawRows,
    curatedRows: rows.length,
    uniqueAccepted: accepted.size,
    missing: [...accepted].filter((id) => !curated.has(id)).length,
    invented: [...curated].filter((id) => !accepted.has(id)).length + (rows.length - curated.size),
    sessions,
    sessionsWithoutOutcome,
    oneDayBytes: (await lake.query(`${counts} WHERE dt = ? AND playhead_ms >= 0`, `'${dateOf(to)}'`)).scannedBytes,
    allBytes: (await lake.query(`${counts} WHERE playhead_ms >= 0`)).scannedBytes,
    changedByRepetition: TABLES.filter((table) => before[table] !== after[table]),
  };
};

/** Checks that the lake contains every accepted event once, and that curation is repeatable. */
export const lakeSection: SectionDeclaration<LakeReport> = {
  after: ['ingest'],
  step: 'curating the lake twice',
  check,
  differences: ({ missing, invented, sessionsWithoutOutcome, changedByRepetition }) =>
    brokenRules([
      [missing === 0, `the lake lacks ${count(missing, 'accepted event')}`],
      [
        invented === 0,
        `the lake contains ${count(invented, 'event')} too many: copies, or events that were never accepted`,
      ],
      [sessionsWithoutOutcome === 0, `${count(sessionsWithoutOutcome, 'session')} without exactly one outcome`],
      [changedByRepetition.length === 0, `a second curation changed ${changedByRepetition.join(', ')}`],
    ]),
  numbers: ({ changedByRepetition, ...lake }) => ({ ...lake, changedByRepetition: changedByRepetition.length }),
};

export default defineSection(lakeSection);

type Table = keyof typeof CONTENT;
const TABLES = Object.keys(CONTENT) as readonly Table[];

const digestsOf = async (lake: Lake): Promise<Readonly<Record<Table, string>>> => ({
  viewing_events: await lake.digestOf(CONTENT.viewing_events),
  sessions: await lake.digestOf(CONTENT.sessions),
  training_examples: await lake.digestOf(CONTENT.training_examples),
  content_weekly: await lake.digestOf(CONTENT.content_weekly),
});

/** The numbers in the only row of a result. */
const numbersOf = async (lake: Lake, sql: string): Promise<readonly number[]> => {
  const [row = []] = (await lake.query(sql)).rows;
  return row.map(Number);
};
