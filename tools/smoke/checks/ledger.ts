import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Check } from '../check';

/** An account is there a period after its end, and a run or two may fail before this is worth a word. */
const LATE_MS = 90 * 60_000;

const COMES = 'within the hour';

/** The ledger: that accounts are kept, and that the last one has nothing lost. What was sent is in one within the hour. */
export const ledger: Check = {
  name: 'ledger',
  path: 'ledger',
  withinSeconds: 30,
  whereToLook: (stage) => `the log /playhead/${stage}/reconcile, and "Events are lost" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const dynamodb = new DynamoDBClient(settings);
    const newest = new QueryCommand({
      TableName: `playhead-${stage}-ledger`,
      KeyConditionExpression: '#partition = :accounts',
      ExpressionAttributeNames: { '#partition': 'partition' },
      ExpressionAttributeValues: { ':accounts': { S: 'accounts' } },
      ScanIndexForward: false,
      Limit: 1,
    });
    return async ({ sentAt }) => {
      const { Items: [account] = [] } = await dynamodb.send(newest);
      if (!account) return { ok: true, comes: COMES, saw: 'answers; no account is kept yet' };
      const agoMs = sentAt - Number(account['period']?.N);
      const lost = Object.values(JSON.parse(account['paths']?.S ?? '{}') as Record<string, { readonly lost: number }>);
      const isWhole = lost.every((path) => path.lost === 0);
      return {
        ok: isWhole && agoMs < LATE_MS,
        comes: COMES,
        saw: `the last account is ${Math.round(agoMs / 60_000)} minutes old, ${isWhole ? 'nothing is' : 'events are'} lost`,
      };
    };
  },
};
