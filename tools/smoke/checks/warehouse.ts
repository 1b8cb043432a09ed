import type { Check } from '../check';
import { redshiftOf } from '../redshift';

/** Runs are a quarter of an hour apart: two may fail before this is worth a word. */
const LATE_MS = 45 * 60_000;

const COMES = 'within a quarter of an hour';

/** The warehouse: that it can be asked, and how far it is. What was sent comes into it within a quarter of an hour. */
export const warehouse: Check = {
  name: 'warehouse',
  path: 'warehouse',
  withinSeconds: 120,
  whereToLook: (stage) =>
    `the log /playhead/${stage}/load-warehouse, and "The warehouse falls behind" in docs/runbook.md`,
  open: (target) => {
    const ask = redshiftOf(target);
    return async ({ sentAt }) => {
      const [loads, last] = await ask('SELECT loads, last_loaded_at FROM mirror_status');
      if (last?.longValue === undefined) return { ok: true, comes: COMES, saw: 'answers; nothing has been loaded yet' };
      const agoMs = Math.max(0, sentAt - last.longValue);
      return {
        ok: agoMs < LATE_MS,
        comes: COMES,
        saw: `${loads?.longValue ?? 0} objects loaded, the last ${Math.round(agoMs / 60_000)} minutes ago`,
      };
    };
  },
};
