import type { RedshiftQueries } from 'aws-clients/redshift';
import type { LakeObjects } from '../../lake';
import type { ReadSql } from './statements';

/** What loading reads and writes. */
export interface LoadServices {
  readonly warehouse: Pick<RedshiftQueries, 'rows' | 'transaction' | 'database'>;
  /** How long the warehouse may take for one transaction before it is stopped, ms. */
  readonly timeoutMs: number;
  readonly objects: LakeObjects;
  readonly read: ReadSql;
  /** The role with which COPY reads the lake. */
  readonly copyRole: string;
  readonly now: () => number;
}
