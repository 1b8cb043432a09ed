import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Account, type Audit, isSettled, PATHS, periodOf } from '../../../domain/ledger';
import type { Cloud } from 'embedded-cloud';
import { readAccounts } from '../../../lambdas/ledger';
import { embeddedSettings } from '../../local/clients';

/**
 * The warehouse is excluded: reconcile compares it only when its daily load is due, and the demo compares it itself.
 */
const PATHS_OF_A_RUN = PATHS.filter((path) => path !== 'mirrored');
/** The last account of a run is settled within this time. */
const SETTLED_WITHIN_MS = 240_000;
const POLL_MS = 5_000;

/** The share of the events that the ledger follows, and the length of its periods, as `collect` is configured. */
export const auditSettings = async (cloud: Cloud): Promise<Audit> => {
  const lambda = new LambdaClient(embeddedSettings(cloud.surroundings));
  const name = cloud.nameOf('AWS::Lambda::Function', 'collect');
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: name }));
  const { AUDITED_EVENTS = '%', LEDGER_PERIOD_SECONDS } = Configuration?.Environment?.Variables ?? {};
  return { suffix: AUDITED_EVENTS.slice(1), periodMs: Number(LEDGER_PERIOD_SECONDS) * 1_000 };
};

/** The accounts of a run (epoch ms). Invokes `reconcile` until every account is settled or the deadline has passed. */
export const settledAccounts = async (
  cloud: Cloud,
  audit: Audit,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Account[]> => {
  const first = periodOf(from, audit);
  const expected = (periodOf(to, audit) - first) / audit.periodMs + 1;
  const dynamodb = new DynamoDBClient(embeddedSettings(cloud.surroundings));
  const tableName = cloud.nameOf('AWS::DynamoDB::GlobalTable', 'ledger');
  const deadline = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    await cloud.services.lambda.invoke(cloud.nameOf('AWS::Lambda::Function', 'reconcile'), {});
    const accounts = (await readAccounts(dynamodb, tableName, first)).filter(({ period }) => period <= to);
    const areSettled = accounts.every(({ entries }) => PATHS_OF_A_RUN.every((path) => isSettled(entries[path])));
    if ((accounts.length >= expected && areSettled) || Date.now() > deadline) return accounts;
    await delay(POLL_MS);
  }
};
