import type { AthenaQueries, AthenaRow } from 'aws-clients/athena';
import { addDays, dateOf } from '../../../domain/lake';
import type { Audit } from '../../../domain/ledger/audit';
import type { Gaps } from '../../../domain/ledger/gaps';
import type { Span } from '../../../domain/ledger/check-schedule';
import { renderStatement } from '../../foundation/athena-statement';
import { idsByPeriod } from './ids-by-period';

/** How many raw events of a period the lake has, and how many of them curation accounts for. */
export interface Curated {
  readonly arrived: number;
  /** Events that have a curated row, or whose viewer was erased. */
  readonly accountedFor: number;
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

/** The statement of each set of ids: raw events, raw events that the warehouse must have, and quarantined events. */
const ID_STATEMENTS = {
  raw: 'raw-events',
  dueInWarehouse: 'events-due-in-warehouse',
  quarantined: 'quarantined-events',
} as const;

/** The name of the hour in partitions. */
const hourOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(11, 13);

/** Queries the events of a span of receipt in the tables of the lake, with the statements of sql/ledger/athena. */
export class LakeAccounts {
  constructor(
    private readonly queries: AthenaQueries,
    private readonly statement: (name: string) => string,
    private readonly audit: Audit,
  ) {}

  /** The ids of audited events, by period. */
  async ids(source: keyof typeof ID_STATEMENTS, span: Span): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
    return idsByPeriod(await this.query(ID_STATEMENTS[source], span));
  }

  /** How many of the raw events curation accounts for, by period. */
  async curated(span: Span): Promise<ReadonlyMap<number, Curated>> {
    const rows = await this.query('curated-events', span);
    return new Map(
      rows.map(([period, arrived, accountedFor]) => [
        Number(period),
        { arrived: Number(arrived), accountedFor: Number(accountedFor) },
      ]),
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
