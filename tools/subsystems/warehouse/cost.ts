import { WAREHOUSE_METRICS } from '../../../domain/warehouse';
import type { CostRegistration } from '../../cost/cost-registration';
import { CURATED_EVENT_BYTES, type Load, MONTH_SECONDS, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { gbOf, metricUsage } from '../../cost/usage';
import { objectsPerSecond } from '../lake/raw-objects';
import { baseRpusOf, MINIMUM_SECONDS } from './capacity';

/** Rows that an RPU loads per second: copies, deduplicates and folds into sessions. Assumed. */
const ROWS_PER_RPU_SECOND = 20_000;

/** The dates that have a table: the seven visible ones and the one before. */
const KEPT_DAYS = 8;

/** The most objects of one load, and how long a run loads, s. The handler of load-warehouse has the same numbers. */
const OBJECTS_PER_LOAD = 200;
const BUDGET_SECONDS = 600;

/** What a load of few rows takes: footers, some forty statements in one transaction, and polls, s. Assumed. */
const OVERHEAD_SECONDS = 15;

/** The time between two runs of load-warehouse, s. */
const intervalOf = (templates: StageTemplates): number => {
  const { id } = templates.functionOf('load-warehouse');
  const schedule = templates.first('AWS::Scheduler::Schedule', (node) => node.refersTo(id));
  return 60 * schedule.numberIn(/rate\((\d+) minutes\)/);
};

/** How long the warehouse works for one run, s. */
const loadSeconds = (load: Load, templates: StageTemplates): number =>
  Math.max(
    MINIMUM_SECONDS,
    (ratesOf(load).events * intervalOf(templates)) / (baseRpusOf(templates) * ROWS_PER_RPU_SECOND),
  );

const DAY_SECONDS = 86_400;

/** RPU-hours of loads in a period, with the given time per run. At rest the warehouse is woken once a day. */
const rpuHours = (load: Load, periodSeconds: number, secondsPerRun: number, templates: StageTemplates): number => {
  const interval = load.concurrent > 0 ? intervalOf(templates) : DAY_SECONDS;
  return ((periodSeconds / interval) * secondsPerRun * baseRpusOf(templates)) / 3_600;
};

export default {
  // Runs do not overlap. Queries are billed in addition, by the minute.
  usage: (load, templates) => {
    const secondsPerRun = Math.min(intervalOf(templates), loadSeconds(load, templates));
    const keptGb = gbOf(ratesOf(load).events * 86_400 * KEPT_DAYS * CURATED_EVENT_BYTES);
    return [
      { what: 'loads', price: 'redshift.rpuHour', quantity: rpuHours(load, MONTH_SECONDS, secondsPerRun, templates) },
      { what: 'storage', price: 'redshift.gbMonth', quantity: keptGb },
      metricUsage(load, Object.keys(WAREHOUSE_METRICS).length),
    ];
  },
  metricCalls: (_, templates) => 1 / intervalOf(templates),
  limits: (load, templates) => {
    const seconds = loadSeconds(load, templates);
    return [
      {
        what: 'objects per run of load-warehouse',
        needed: objectsPerSecond(load, templates) * intervalOf(templates),
        limit: OBJECTS_PER_LOAD * Math.floor(BUDGET_SECONDS / OVERHEAD_SECONDS),
        ...{ source: 'fixed', raise: '`lake.buffer`' },
      },
      {
        ...{ what: 'seconds per run of load-warehouse', needed: seconds, limit: intervalOf(templates) },
        ...{ source: 'declared', raise: '`warehouse.baseRpus`' },
      },
      {
        what: 'RPU-hours of loads per day',
        needed: rpuHours(load, DAY_SECONDS, seconds, templates),
        limit: templates.first('Custom::RedshiftServerlessUsageLimit').numberIn(/"amount\W+(\d+)/),
        ...{ source: 'declared', raise: '`warehouse.dailyRpuHours`' },
      },
    ];
  },
} satisfies CostRegistration;
