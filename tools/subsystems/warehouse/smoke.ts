import { logGroupName } from '../../../domain/names';
import { redshiftOf } from '../../smoke/redshift';
import type { SmokeCheck } from '../../smoke/smoke-check';

/** Loads start every 15 minutes. The check tolerates two failed loads. */
const LATE_MS = 45 * 60_000;

const DUE = 'within 15 minutes';

/** Checks that the last load of the warehouse is recent. The events are loaded within 15 minutes. */
const warehouse: SmokeCheck = {
  name: 'warehouse',
  stack: 'warehouse',
  withinSeconds: 120,
  nextStep: (stage) =>
    `the log ${logGroupName(stage, 'load-warehouse')}, and "The warehouse falls behind" in docs/runbook.md`,
  open: (target) => {
    const ask = redshiftOf(target);
    return async ({ sentAt }) => {
      const [loads, last] = await ask('SELECT loads, last_loaded_at FROM mirror_status');
      if (typeof last !== 'number') return { ok: true, due: DUE, observed: 'answers; nothing is loaded yet' };
      const ageMs = Math.max(0, sentAt - last);
      return {
        ok: ageMs < LATE_MS,
        due: DUE,
        observed: `${Number(loads ?? 0)} objects loaded, the last one ${Math.round(ageMs / 60_000)} minutes ago`,
      };
    };
  },
};

export default [warehouse] satisfies readonly SmokeCheck[];
