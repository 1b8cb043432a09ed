import { addDays, dateOf } from '../../../domain/lake';
import type { Audit } from '../../../domain/ledger/audit';
import type { Span } from '../../../domain/ledger/looks';
import { body } from '../../foundation/statement-body';
import type { RedshiftQueries } from 'aws-clients/redshift';
import { idsByPeriod } from './ids-by-period';

/** By period of a span, the ids of audited events that the warehouse shows. `sql`: sql/redshift/ledger/mirrored-events.sql. */
export const mirroredIds = async (
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
