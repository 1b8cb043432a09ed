import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Cloud } from 'embedded-cloud';
import {
  type Account,
  type Audit,
  balanceOf,
  type Entry,
  isAudited,
  isSettled,
  PATHS,
  periodOf,
} from '../../domain/ledger';
import { embeddedSettings } from '../local/clients';
import { LocalWarehouse } from '../local/warehouse';
import { Lake } from '../local/lake';
import { countQuarantined } from './quarantine-audit';
import { auditStream } from './stream-audit';

/** Where every accepted event ended: by the ids that the viewers were promised, and by the pipeline's own ledger. */
export interface LedgerReport {
  readonly accepted: number;
  /** Of those, how many are in the stream and behind count-viewers' checkpoint. */
  readonly counted: number;
  /** Of those, how many lie raw in the lake, and how many curated. */
  readonly raw: number;
  readonly curated: number;
  /** And how many are in the warehouse. */
  readonly mirrored: number;
  readonly quarantined: number;
  /** Copies of events in the stream beyond the first. */
  readonly duplicates: number;
  /** Accepted, and missing in one path at least. */
  readonly lost: number;
  /** Of the accepted, how many the pipeline's own ledger follows: a sample, by their ids. */
  readonly audited: number;
  /** Accounts that it kept of the run; an event counts in each in which a copy of it was accepted. */
  readonly accounts: number;
  readonly accountsAccepted: number;
  /** Missing in any path, by the accounts: lost, and still awaited. */
  readonly accountsLost: number;
  readonly accountsPending: number;
  /** In a path with no note of their acceptance, which a fault may have kept from being written. */
  readonly accountsUnannounced: number;
}

/** The demo holds the warehouse to its ids by itself, for reconcile asks it only when the mirror must have run. */
const PATHS_OF_A_RUN = PATHS.filter((path) => path !== 'mirrored');
/** For what waits around the stream to be back in it and counted, and then for the last account to be whole. */
const DRAINED_WITHIN_MS = 60_000;
const SETTLED_WITHIN_MS = 240_000;

/** Waits until every accepted event is counted, and gives where the stream and the quarantine have them. */
export const auditIntake = async (cloud: Cloud, accepted: ReadonlySet<string>) => {
  const deadline = Date.now() + DRAINED_WITHIN_MS;
  for (;;) {
    const { eventIds, duplicates } = await auditStream(cloud);
    if ([...accepted].every((id) => eventIds.has(id)) || Date.now() > deadline) {
      return { counted: eventIds, duplicates, quarantined: await countQuarantined(cloud) };
    }
    await delay(2_000);
  }
};

/** Once the lake is curated and mirrored: every path held to the ids of the accepted events, and the accounts of the run (epoch ms). */
export const checkLedger = async (
  cloud: Cloud,
  accepted: ReadonlySet<string>,
  { counted, duplicates, quarantined }: Awaited<ReturnType<typeof auditIntake>>,
  from: number,
  to: number,
): Promise<LedgerReport> => {
  const [raw, curated] = [await lakeIds(cloud, 'raw_viewing_events'), await lakeIds(cloud, 'viewing_events')];
  const mirrored = await warehouseIds(cloud);
  const paths = [counted, raw, curated, mirrored];
  const inPath = (ids: ReadonlySet<string>): number => [...accepted].filter((id) => ids.has(id)).length;
  const audit = await auditOf(cloud);
  const accounts = await settledAccounts(cloud, audit, from, to);
  const balance = balanceOf(accounts);
  const total = (field: 'lost' | 'pending' | 'unannounced'): number =>
    PATHS.reduce((sum, path) => sum + balance.paths[path][field], 0);
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
    accounts: accounts.length,
    accountsAccepted: balance.accepted,
    accountsLost: total('lost'),
    accountsPending: total('pending'),
    accountsUnannounced: total('unannounced'),
  };
};

/** What does not add up, as sentences. */
export const ledgerDifferences = (ledger: LedgerReport): readonly string[] => {
  const rules: readonly (readonly [boolean, string])[] = [
    [ledger.lost === 0, `${ledger.lost} accepted events are lost to one path at least`],
    [ledger.accounts > 0, 'the ledger kept no account of the run'],
    [ledger.accountsLost === 0, `the ledger has ${ledger.accountsLost} events lost`],
    [ledger.accountsPending === 0, `the ledger still awaits ${ledger.accountsPending} events`],
    [
      ledger.accountsAccepted + ledger.accountsUnannounced >= ledger.audited,
      `the ledger knows of ${ledger.accountsAccepted} accepted events, not of all ${ledger.audited} that it follows`,
    ],
  ];
  return rules.flatMap(([holds, sentence]) => (holds ? [] : [sentence]));
};

const lakeIds = async (cloud: Cloud, table: string): Promise<ReadonlySet<string>> => {
  const { rows } = await new Lake(cloud).ask(`SELECT DISTINCT event_id FROM ${table} WHERE event_id IS NOT NULL`);
  return new Set(rows.map(([id = '']) => id));
};

const warehouseIds = async (cloud: Cloud): Promise<ReadonlySet<string>> => {
  const rows = await new LocalWarehouse(cloud).ask('SELECT event_id FROM viewing_events');
  return new Set(rows.map(([id]) => String(id ?? '')));
};

/** What the ledger follows, as `collect` is told. */
const auditOf = async (cloud: Cloud): Promise<Audit> => {
  const lambda = new LambdaClient(embeddedSettings(cloud.surroundings));
  const name = cloud.nameOf('AWS::Lambda::Function', 'collect');
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
  const { AUDITED_EVENTS = '%', LEDGER_PERIOD_SECONDS } = Configuration?.Environment?.Variables ?? {};
  return { suffix: AUDITED_EVENTS.slice(1), periodMs: Number(LEDGER_PERIOD_SECONDS) * 1_000 };
};

/** Has `reconcile` look until every account of the run is whole; as they are at the deadline otherwise. */
const settledAccounts = async (cloud: Cloud, audit: Audit, from: number, to: number): Promise<readonly Account[]> => {
  const first = periodOf(from, audit);
  const expected = (periodOf(to, audit) - first) / audit.periodMs + 1;
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    await cloud.services.lambda.invoke(cloud.nameOf('AWS::Lambda::Function', 'reconcile'), {});
    const accounts = (await readAccounts(cloud, first)).filter(({ period }) => period <= to);
    const isWhole = accounts.every(({ entries }) => PATHS_OF_A_RUN.every((path) => isSettled(entries[path])));
    if ((accounts.length >= expected && isWhole) || Date.now() > deadline) return accounts;
    await delay(5_000);
  }
};

const readAccounts = async (cloud: Cloud, from: number): Promise<readonly Account[]> => {
  const client = new DynamoDBClient(embeddedSettings(cloud.surroundings));
  const query = {
    TableName: cloud.nameOf('AWS::DynamoDB::GlobalTable', 'ledger'),
    KeyConditionExpression: '#partition = :accounts AND #entry >= :from',
    ExpressionAttributeNames: { '#partition': 'partition', '#entry': 'entry' },
    ExpressionAttributeValues: { ':accounts': { S: 'accounts' }, ':from': { S: String(from).padStart(14, '0') } },
  };
  const accounts: Account[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) {
    for (const { period, accepted, refused, paths } of Items) {
      accounts.push({
        ...{ period: Number(period?.N), accepted: Number(accepted?.N), refused: Number(refused?.N) },
        entries: JSON.parse(paths?.S ?? '{}') as Readonly<Record<string, Entry>>,
      });
    }
  }
  return accounts;
};
