import { VIEWING_EVENTS } from '../../../domain/lake/tables';
import { athenaOf } from '../athena';
import type { Check } from '../check';

const DAY_MS = 86_400_000;
const DAYS_BACK = 3;

/** The curated lake: that it can be asked, and how far it is. Today's events come into it after midnight. */
export const curatedLake: Check = {
  name: 'lake, curated',
  path: 'lake',
  withinSeconds: 120,
  whereToLook: (stage) => `the log /playhead/${stage}/curate, and the queue playhead-${stage}-curation-dead-letters`,
  open: (target) => {
    const ask = athenaOf(target);
    return async ({ sentAt }) => {
      const from = new Date(sentAt - DAYS_BACK * DAY_MS).toISOString().slice(0, 10);
      const [newest = ''] = await ask(`SELECT max(dt) FROM ${VIEWING_EVENTS.name} WHERE dt >= '${from}'`);
      return {
        ok: true,
        comes: 'in the night after',
        saw: newest === '' ? 'answers; no date of the last days is written yet' : `written up to ${newest}`,
      };
    };
  },
};
