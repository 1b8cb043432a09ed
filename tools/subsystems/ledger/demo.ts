import { type Account, balanceOf, isAudited, PATHS } from '../../../domain/ledger';
import type { Cloud } from 'embedded-cloud';
import type { DemoRun } from '../../demo/demo-run';
import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { count } from '../../demo/format';
import { Lake } from '../../local/lake';
import { LocalWarehouse } from '../../local/warehouse';
import { intakeOf } from '../ingest/intake';
import { auditSettings, settledAccounts } from './settled-accounts';

/** The location of every accepted event, by the simulator's ids and by the pipeline's own ledger. */
interface LedgerReport {
  readonly accepted: number;
  /** Accepted events in the stream before count-viewers' checkpoint. */
  readonly counted: number;
  /** Accepted events in the lake, raw and curated. */
  readonly raw: number;
  readonly curated: number;
  /** Accepted events in the warehouse. */
  readonly mirrored: number;
  readonly quarantined: number;
  /** Copies of events in the stream beyond the first. */
  readonly duplicates: number;
  /** Accepted events that at least one path lacks. */
  readonly lost: number;
  /** Accepted events that the pipeline's own ledger follows: a sample, chosen by their ids. */
  readonly audited: number;
  /** The ledger's accounts of the run; an event counts in each account in which a copy of it was accepted. */
  readonly accounts: number;
  readonly accountsAccepted: number;
  /** Lost events and events that are still due, according to the accounts, over all paths. */
  readonly accountsLost: number;
  readonly accountsPending: number;
  /** Events in a path without a note of their acceptance, because a fault may prevent the note. */
  readonly accountsUnannounced: number;
}

const check = async (run: DemoRun): Promise<LedgerReport> => {
  const { cloud, accepted } = run;
  const { counted, duplicates, quarantined } = await intakeOf(run);
  const [raw, curated] = [await lakeIds(cloud, 'raw_viewing_events'), await lakeIds(cloud, 'viewing_events')];
  const mirrored = await warehouseIds(cloud);
  const paths = [counted, raw, curated, mirrored];
  const inPath = (ids: ReadonlySet<string>): number => [...accepted].filter((id) => ids.has(id)).length;
  const audit = await auditSettings(cloud);
  return {
    accepted: accepted.size,
    counted: inPath(counted),
    raw: inPath(raw),
    curated: inPath(curated),
    mirrored: inPath(mirrored),
    quarantined,
    duplicates,
    lost: [...accepted].filter((id) => !paths.every((ids) => ids.has(id))).length,
    audited: [...accepted].filter((id) => isAudited(id, audit)).length,
    ...totalsOf(await settledAccounts(cloud, audit, run)),
  };
};

const totalsOf = (accounts: readonly Account[]) => {
  const balance = balanceOf(accounts);
  const total = (field: 'lost' | 'pending' | 'unannounced'): number =>
    PATHS.reduce((sum, path) => sum + balance.paths[path][field], 0);
  return {
    accounts: accounts.length,
    accountsAccepted: balance.accepted,
    accountsLost: total('lost'),
    accountsPending: total('pending'),
    accountsUnannounced: total('unannounced'),
  };
};

const lakeIds = async (cloud: Cloud, table: string): Promise<ReadonlySet<string>> => {
  const { rows } = await new Lake(cloud).query(`SELECT DISTINCT event_id FROM ${table} WHERE event_id IS NOT NULL`);
  return new Set(rows.map(([id = '']) => id));
};

const warehouseIds = async (cloud: Cloud): Promise<ReadonlySet<string>> => {
  const rows = await new LocalWarehouse(cloud).query('SELECT event_id FROM viewing_events');
  return new Set(rows.map(([id]) => String(id ?? '')));
};

/** Checks that no path lacks an accepted event, and that the ledger agrees. */
export const ledgerSection: SectionDeclaration<LedgerReport> = {
  after: ['lake', 'warehouse', 'features'],
  step: 'reconciling every path',
  check,
  differences: (ledger) =>
    brokenRules([
      [ledger.lost === 0, `at least one path lacks ${count(ledger.lost, 'accepted event')}`],
      [ledger.accounts > 0, 'the ledger has no account of the run'],
      [ledger.accountsLost === 0, `the ledger reports ${count(ledger.accountsLost, 'lost event')}`],
      [ledger.accountsPending === 0, `the ledger still expects ${count(ledger.accountsPending, 'event')}`],
      [
        ledger.accountsAccepted + ledger.accountsUnannounced >= ledger.audited,
        `the ledger has ${ledger.accountsAccepted} of the ${ledger.audited} accepted events that it should follow`,
      ],
    ]),
  numbers: (ledger) => ({ ...ledger }),
};

export default defineSection(ledgerSection);
