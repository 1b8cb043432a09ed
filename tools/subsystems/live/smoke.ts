import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { INSTANT_MS, instantAtOrAfter } from '../../../domain/live';
import { resourceName } from '../../../domain/names';
import { LiveCountsReader } from '../../../lambdas/live';
import type { SmokeCheck } from '../../smoke/smoke-check';
import { SMOKE_TITLE } from '../../smoke/smoke-events';

/** Checks that a complete count contains the smoke test's title at the last instant that its sessions cover. */
const liveCountsCheck: SmokeCheck = {
  name: 'live counts',
  stack: 'live',
  withinSeconds: 60,
  nextStep: (stage) => `the dashboard ${resourceName(stage, 'live')}, and "Counts are incomplete" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const liveCounts = new LiveCountsReader(new DynamoDBClient(settings), resourceName(stage, 'live-counts'));
    return async ({ sentAt, sessionIds }) => {
      const instant = instantAtOrAfter(sentAt) - INSTANT_MS;
      const titles = (await liveCounts.titlesAt(instant))?.titles ?? [];
      const [{ complete } = { complete: false }] = await liveCounts.between(instant, instant);
      const streams = titles.find(({ contentId }) => contentId === SMOKE_TITLE)?.streams ?? 0;
      const time = new Date(instant).toISOString().slice(11, 19);
      return {
        ok: complete && streams >= sessionIds.length,
        observed: `${streams} of ${sessionIds.length} streams at ${time}, ${complete ? 'complete' : 'not complete'}`,
      };
    };
  },
};

export default [liveCountsCheck] satisfies readonly SmokeCheck[];
