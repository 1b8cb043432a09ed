import { type AttributeValue, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { resourceName } from '../../../domain/names';
import type { SmokeCheck } from '../../smoke/smoke-check';
import { SMOKE_TITLE } from '../../smoke/smoke-events';

/** Instants are 10 s apart: docs/live-counts.md. */
const INSTANT_MS = 10_000;

/** A complete count has the smoke test's title at the last instant that its sessions cover. */
const liveCounts: SmokeCheck = {
  name: 'live counts',
  stack: 'live',
  withinSeconds: 60,
  nextStep: (stage) => `the dashboard ${resourceName(stage, 'live')}, and "Counts are not complete" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const client = new DynamoDBClient(settings);
    const item = async (scope: string, instant: number): Promise<Record<string, AttributeValue>> => {
      const Key = { scope: { S: scope }, instant_ms: { N: String(instant) } };
      const { Item } = await client.send(new GetItemCommand({ TableName: resourceName(stage, 'live-counts'), Key }));
      return Item ?? {};
    };
    return async ({ sentAt, sessionIds }) => {
      const instant = Math.ceil(sentAt / INSTANT_MS) * INSTANT_MS - INSTANT_MS;
      const [titles, all] = [await item('titles', instant), await item('all', instant)];
      const streams = Number(titles['titles']?.L?.find(isSmokeTitle)?.M?.['streams']?.N ?? 0);
      const complete = all['complete']?.BOOL ?? false;
      const time = new Date(instant).toISOString().slice(11, 19);
      return {
        ok: complete && streams >= sessionIds.length,
        observed: `${streams} of ${sessionIds.length} streams at ${time}, ${complete ? 'complete' : 'not complete'}`,
      };
    };
  },
};

const isSmokeTitle = ({ M }: AttributeValue): boolean => M?.['content_id']?.S === SMOKE_TITLE;

export default [liveCounts] satisfies readonly SmokeCheck[];
