import { RAW_VIEWING_EVENTS } from '../../../domain/lake/tables';
import { athenaOf } from '../athena';
import type { Check } from '../check';
import { hoursSince } from '../hours';

/** The raw lake: every accepted event, as Athena finds it. */
export const rawLake: Check = {
  name: 'lake, raw',
  path: 'lake',
  withinSeconds: 600, // Firehose closes an object after five minutes in prod
  whereToLook: (stage) => `the log /playhead/${stage}/raw-viewing-events, and the prefix raw-errors/ of the lake`,
  open: (target) => {
    const ask = athenaOf(target);
    return async ({ sentAt, sessionIds, valid }) => {
      const ids = sessionIds.map((id) => `'${id}'`).join(', ');
      const arrived = hoursSince(sentAt).map(({ dt, hour }) => `(dt = '${dt}' AND hour = '${hour}')`);
      const [count] = await ask(
        `SELECT count(DISTINCT event_id) FROM ${RAW_VIEWING_EVENTS.name} WHERE (${arrived.join(' OR ')}) AND session_id IN (${ids})`,
      );
      return { ok: Number(count) === valid.length, saw: `${count ?? 0} of ${valid.length} events through Athena` };
    };
  },
};
