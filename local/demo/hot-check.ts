import type { Cloud } from '../cloud';
import { Hot } from '../run/hot';

/** The hot tier against the simulator's accepted events. */
export interface HotReport {
  readonly rows: number;
  /** Different events that the collector accepted: all of them happened within the week. */
  readonly expectedRows: number;
  /** Dates that have rows. */
  readonly days: number;
  /** Objects loaded since the warehouse is empty. */
  readonly loads: number;
  /** Rows after a run that was cut short between two statements and a repeated one. */
  readonly rowsAfterRepetition: number;
  /** Whether the run that was cut short failed, as it must. */
  readonly cutShort: boolean;
}

/** Mirrors what was delivered: a run that is cut short, one that is not, and the same again. */
export const checkHot = async (cloud: Cloud, expectedRows: number): Promise<HotReport> => {
  const hot = new Hot(cloud);
  const number = async (sql: string): Promise<number> => (await hot.ask(sql))[0]?.[0]?.longValue ?? 0;
  cloud.faults.set('redshift-data', { partial: 1 });
  const cutShort = !(await hot.mirror());
  cloud.faults.clear('redshift-data');
  await hot.mirror();
  const rows = await number('SELECT count(*) FROM viewing_events');
  await hot.mirror();
  return {
    rows,
    expectedRows,
    days: await number('SELECT count(DISTINCT dt) FROM viewing_events'),
    loads: await number('SELECT loads FROM mirror_status'),
    rowsAfterRepetition: await number('SELECT count(*) FROM viewing_events'),
    cutShort,
  };
};

/** What of the hot tier differs from what it must be, as sentences. */
export const hotDifferences = (hot: HotReport): readonly string[] => {
  const rules: readonly (readonly [boolean, string])[] = [
    [hot.rows === hot.expectedRows, `the hot tier has ${hot.rows} events, not ${hot.expectedRows}`],
    [hot.rowsAfterRepetition === hot.rows, `a repeated run left ${hot.rowsAfterRepetition} events, not ${hot.rows}`],
    [hot.cutShort, 'a run that was cut short between two statements did not fail'],
  ];
  return rules.flatMap(([holds, sentence]) => (holds ? [] : [sentence]));
};
