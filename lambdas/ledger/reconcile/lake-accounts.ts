import type { AthenaQueries, AthenaRow } from 'aws-clients/athena';
import { addDays, dateOf } from '../../../domain/lake';
import type { Audit } from '../../../domain/ledger/audit';
import type { Gaps } from '../../../domain/ledger/gaps';
import type { Span } from '../../../domain/ledger/check-schedule';
import { renderStatement } from '../../foundation/athena-statement';
import { idsByPeriod } from './ids-by-period';

/** How many events of a period a path must have, and how many of them it has. */
export interface PathCounts {
  readonly expected: number;
  readonly found: number;
}

const POLL_MS = 200;
const TIMEOUT_MS = 240_000;

/** Events out of order are searched for this far on either side of a span; sequence-gaps.sql has the same number. */
const OUT_OF_ORDER_MS = 300_000;

/**
 * Firehose buffers for up to 15 minutes and stores a whole buffer under the hour in which its first record arrived, so events
 * from the first minutes of an hour may be under the hour before.
 */
const BUFFERED_MS = 900_000;

/** The name of the hour in partitions. */
const hourOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(11, 13);

/** Queries the events of a span of receipt in the tables of the lake, with the statements of registered paths and of sql/ledger. */
export class LakeAccounts {
  constructor(
    private readonly queries: AthenaQueries,
    private readonly statement: (name: string) => string,
    private readonly audit: Audit,
  ) {}

  /** The ids of audited events that a statement finds, by period. */
  async ids(statement: string, span: Span): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
    return idsByPeriod(await this.query(statement, span));
  }

  /** The counts that a statement finds, by period. */
  async counts(statement: string, span: Span): Promise<ReadonlyMap<number, PathCounts>> {
    const rows = await this.query(statement, span);
    return new Map(
      rows.map(([period, expected, found]) => [Number(period), { expected: Number(expected), found: Number(found) }]),
    );
  }

  /** Events lost before the collector: numbers missing between two events of a session, by device type and app version. */
  async gaps(span: Span): Promise<readonly Gaps[]> {
    const rows = await this.query('sequence-gaps', span);
    return rows.map(([deviceType = '', appVersion = '', expected, missing]) => ({
      ...{ deviceType, appVersion },
      expected: Number(expected),
      missing: Number(missing),
    }));
  }

  private async query(name: string, { from, to }: Span): Promise<readonly AthenaRow[]> {
    const statement = renderStatement(this.statement(name), {
      audited: `%${this.audit.suffix}`,
      period_ms: this.audit.periodMs,
      from_ms: from,
      to_ms: to,
      arrival_date: dateOf(from - BUFFERED_MS),
      arrival_hour: hourOf(from - BUFFERED_MS),
      read_from_date: dateOf(from - OUT_OF_ORDER_MS - BUFFERED_MS),
      read_from_hour: hourOf(from - OUT_OF_ORDER_MS - BUFFERED_MS),
      first_date: addDays(dateOf(from), -1),
      last_date: addDays(dateOf(to), 1),
    });
    const id = await this.queries.start(statement);
    try {
      await this.queries.waitFor(id, { pollMs: POLL_MS, timeoutMs: TIMEOUT_MS });
    } catch (error) {
      throw new Error(`Query ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    return this.queries.rowsOf(id);
  }
}
