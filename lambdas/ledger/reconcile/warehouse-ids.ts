import type { RedshiftQueries } from 'aws-clients/redshift';
import { addDays, dateOf } from '../../../domain/lake';
import type { Audit } from '../../../domain/ledger/audit';
import type { Span } from '../../../domain/ledger/check-schedule';
import { body } from '../../foundation/statement-body';
import { idsByPeriod } from './ids-by-period';

/** The ids of audited events that a statement finds in the warehouse, by period of a span. `sql` is its text. */
export const warehouseIds = async (
  warehouse: Pick<RedshiftQueries, 'rows'>,
  sql: string,
  audit: Audit,
  { from, to }: Span,
): Promise<ReadonlyMap<number, ReadonlySet<string>>> =>
  idsByPeriod(
    await warehouse.rows(body(sql), {
      audited: `%${audit.suffix}`,
      period_ms: String(audit.periodMs),
      from_ms: String(from),
      to_ms: String(to),
      first_date: addDays(dateOf(from), -1),
      last_date: addDays(dateOf(to), 1),
    }),
  );
