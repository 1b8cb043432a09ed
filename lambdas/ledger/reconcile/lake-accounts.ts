import { createHash } from 'node:crypto';
import { addDays, dateOf } from '../../../domain/lake';
import type { Audit } from '../../../domain/ledger/audit';
import type { Gaps } from '../../../domain/ledger/gaps';
import type { Span } from '../../../domain/ledger/looks';
import type { AthenaQueries } from 'aws-clients/athena';
import { renderStatement } from '../../foundation/athena-statement';
import { idsByPeriod } from './ids-by-period';

/** How many events of a period the lake has raw, and for how many of them curation answers. */
export interface Curated {
  readonly arrived: number;
  /** In a curated date, or of a viewer who was erased. */
  readonly answered: number;
}

const POLL_MS = 200;
const TIMEOUT_MS = 240_000;

/** What comes out of order is looked for so far to either side: sequence-gaps.sql says it, too. */
const OUT_OF_ORDER_MS = 300_000;

/**
 * Firehose gathers for up to a quarter of an hour, and files all of it under the hour in which the first record came: what
 * came just after an hour may lie in the one before.
 */
const GATHERED_MS = 900_000;

/** As partitions name it. */
const hourOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(11, 13);

/** What the tables of the lake hold of a span of receipt, asked by statements of sql/athena/ledger. */
export class LakeAccounts {
  constructor(
    private readonly queries: AthenaQueries,
    private readonly statement: (name: string) => string,
    private readonly audit: Audit,
    private readonly now: () => number,
  ) {}

  /** By period, the ids of audited events that lie raw in the lake, of those that the warehouse must have, or in the quarantine. */
  async ids(path: 'raw' | 'recent' | 'quarantined', span: Span): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
    return idsByPeriod(await this.ask(`${path}-events`, span));
  }

  /** By period, what curation made of what lies raw. */
  async curated(span: Span): Promise<ReadonlyMap<number, Curated>> {
    const rows = await this.ask('curated-events', span);
    return new Map(
      rows.map(([period, arrived, answered]) => [
        Number(period),
        { arrived: Number(arrived), answered: Number(answered) },
      ]),
    );
  }

  /** Loss before the collector: numbers that are missing between two of a session, by device type and app version. */
  async gaps(span: Span): Promise<readonly Gaps[]> {
    const rows = await this.ask('sequence-gaps', span);
    return rows.map(([deviceType = '', appVersion = '', expected, missing]) => ({
      ...{ deviceType, appVersion },
      expected: Number(expected),
      missing: Number(missing),
    }));
  }

  private async ask(name: string, { from, to }: Span): Promise<readonly (readonly (string | undefined)[])[]> {
    const rendered = renderStatement(this.statement(name), {
      audited: `%${this.audit.suffix}`,
      period_ms: this.audit.periodMs,
      from_ms: from,
      to_ms: to,
      arrival_date: dateOf(from - GATHERED_MS),
      arrival_hour: hourOf(from - GATHERED_MS),
      heard_date: dateOf(from - OUT_OF_ORDER_MS - GATHERED_MS),
      heard_hour: hourOf(from - OUT_OF_ORDER_MS - GATHERED_MS),
      first_date: addDays(dateOf(from), -1),
      last_date: addDays(dateOf(to), 1),
    });
    const startedAt = this.now();
    const token = createHash('sha256')
      .update(JSON.stringify([name, from, to, startedAt]))
      .digest('hex');
    const id = await this.queries.start(rendered, token);
    await this.queries.waitFor(id, { pollMs: POLL_MS, timeoutMs: TIMEOUT_MS }).catch((error: unknown) => {
      throw new Error(`Query ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    });
    return this.queries.rowsOf(id);
  }
}
