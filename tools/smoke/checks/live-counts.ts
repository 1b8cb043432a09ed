import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Check } from '../check';
import { SMOKE_TITLE } from '../smoke-events';

/** Instants lie every 10 s on the clock: docs/live-counts.md. */
const INSTANT_MS = 10_000;

/** The live counts: the title of the smoke test at the last instant that its sessions cover, in a complete count. */
export const liveCounts: Check = {
  name: 'live counts',
  path: 'live',
  withinSeconds: 60,
  whereToLook: (stage) => `the dashboard playhead-${stage}-live, and "Counts are not complete" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const client = new DynamoDBClient(settings);
    const item = async (scope: string, instant: number): Promise<Record<string, AttributeValue>> => {
      const Key = { scope: { S: scope }, instant_ms: { N: String(instant) } };
      const { Item } = await client.send(new GetItemCommand({ TableName: `playhead-${stage}-live-counts`, Key }));
      return Item ?? {};
    };
    return async ({ sentAt, sessionIds }) => {
      const instant = Math.ceil(sentAt / INSTANT_MS) * INSTANT_MS - INSTANT_MS;
      const [titles, all] = [await item('titles', instant), await item('all', instant)];
      const streams = Number(titles['titles']?.L?.find(isOurs)?.M?.['streams']?.N ?? 0);
      const complete = all['complete']?.BOOL ?? false;
      const saw = `${streams} of ${sessionIds.length} streams at ${new Date(instant).toISOString().slice(11, 19)}, ${complete ? 'complete' : 'not complete'}`;
      return { ok: complete && streams >= sessionIds.length, saw };
    };
  },
};

const isOurs = ({ M }: AttributeValue): boolean => M?.['content_id']?.S === SMOKE_TITLE;
