import { RAW_VIEWING_EVENTS, VIEWING_EVENTS } from '../../../domain/lake';
import { logGroupName, resourceName } from '../../../domain/names';
import { athenaOf } from '../../smoke/athena';
import { hoursSince } from '../../smoke/hours';
import type { SmokeCheck } from '../../smoke/smoke-check';

const DAY_MS = 86_400_000;
const DAYS_BACK = 3;

/** Checks that Athena finds every accepted event in raw. */
const raw: SmokeCheck = {
  name: 'lake, raw',
  stack: 'lake',
  withinSeconds: 600, // Firehose closes an object after five minutes in prod
  nextStep: (stage) => `the log ${logGroupName(stage, 'raw-viewing-events')}, and the prefix raw-errors/ of the lake`,
  open: (target) => {
    const ask = athenaOf(target);
    return async ({ sentAt, sessionIds, valid }) => {
      const ids = sessionIds.map((id) => `'${id}'`).join(', ');
      const arrived = hoursSince(sentAt).map(({ dt, hour }) => `(dt = '${dt}' AND hour = '${hour}')`);
      const [count] = await ask(
        `SELECT count(DISTINCT event_id) FROM ${RAW_VIEWING_EVENTS.name} WHERE (${arrived.join(' OR ')}) AND session_id IN (${ids})`,
      );
      return { ok: Number(count) === valid.length, observed: `${count ?? 0} of ${valid.length} events through Athena` };
    };
  },
};

/** Checks that Athena returns the last curated date. Curation adds today's events after midnight. */
const curated: SmokeCheck = {
  name: 'lake, curated',
  stack: 'lake',
  withinSeconds: 120,
  nextStep: (stage) =>
    `the log ${logGroupName(stage, 'curate')}, and the queue ${resourceName(stage, 'curation-dead-letters')}`,
  open: (target) => {
    const ask = athenaOf(target);
    return async ({ sentAt }) => {
      const from = new Date(sentAt - DAYS_BACK * DAY_MS).toISOString().slice(0, 10);
      const [newest = ''] = await ask(`SELECT max(dt) FROM ${VIEWING_EVENTS.name} WHERE dt >= '${from}'`);
      return {
        ok: true,
        due: 'next night',
        observed: newest === '' ? 'answers; none of the last days is curated yet' : `curated up to ${newest}`,
      };
    };
  },
};

export default [raw, curated] satisfies readonly SmokeCheck[];
