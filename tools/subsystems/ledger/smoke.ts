import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { logGroupName, resourceName } from '../../../domain/names';
import type { SmokeCheck } from '../../smoke/smoke-check';

/** An account is written one period after its end; one or two runs may fail before the check does. */
const LATE_MS = 90 * 60_000;

const DUE = 'within the hour';

/** Accounts exist, and the last one has no lost events. An account covers the smoke test's events within the hour. */
const ledger: SmokeCheck = {
  name: 'ledger',
  stack: 'ledger',
  withinSeconds: 30,
  nextStep: (stage) => `the log ${logGroupName(stage, 'reconcile')}, and "Events are lost" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const dynamodb = new DynamoDBClient(settings);
    const newest = new QueryCommand({
      TableName: resourceName(stage, 'ledger'),
      KeyConditionExpression: '#partition = :accounts',
      ExpressionAttributeNames: { '#partition': 'partition' },
      ExpressionAttributeValues: { ':accounts': { S: 'accounts' } },
      ScanIndexForward: false,
      Limit: 1,
    });
    return async ({ sentAt }) => {
      const { Items: [account] = [] } = await dynamodb.send(newest);
      if (!account) return { ok: true, due: DUE, observed: 'answers; there is no account yet' };
      const ageMs = sentAt - Number(account['period']?.N);
      const lost = lostEvents(account['paths']?.S);
      return {
        ok: lost === 0 && ageMs < LATE_MS,
        due: DUE,
        observed: `the last account is ${Math.round(ageMs / 60_000)} minutes old and has ${lost} lost events`,
      };
    };
  },
};

/** The sum over the paths of an account, which is stored as JSON. */
const lostEvents = (json = '{}'): number => {
  const paths: unknown = JSON.parse(json);
  if (typeof paths !== 'object' || paths === null) return NaN;
  return Object.values(paths).reduce((sum: number, path: unknown) => sum + lostOn(path), 0);
};

const lostOn = (path: unknown): number =>
  typeof path === 'object' && path !== null && 'lost' in path ? Number(path.lost) : NaN;

export default [ledger] satisfies readonly SmokeCheck[];
