import { STAGE_NAMES, type StageName } from '../../lib/stages/stage-names';
import type { Blocks } from '../docs/blocks';
import { billOf } from './bill';
import { acceptedPerSecond, floodUsdPerDay, FLOODS } from './flood';
import { limitsAt } from './limits';
import { AVERAGE_TO_PEAK, averageOf, type Load } from './load';
import { PRICES } from './prices';
import type { StageTemplates } from './stage-templates';
import { billTable, bindingTable, floodTable, limitTable, viewingHourLine } from './tables';

/** The load that docs/scale.md describes. */
const SCALE: Load = { concurrent: 5_000_000, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 12 };
const SPIKE = 10;

const AVERAGE = averageOf(SCALE, AVERAGE_TO_PEAK);

const floodOf = (stage: StageName, templates: StageTemplates) => ({
  stage,
  rate: acceptedPerSecond(templates),
  usdPerDay: FLOODS.map(({ eventsPerRequest }) => floodUsdPerDay(templates, eventsPerRequest)),
});

/** The generated blocks of docs/scale.md and docs/deploying.md, calculated from the stages' templates. */
export const costBlocks = (templatesOf: (stage: StageName) => StageTemplates): Blocks => {
  const prod = templatesOf('prod');
  const atRest = (stage: StageName) => billOf({ ...SCALE, concurrent: 0 }, templatesOf(stage), PRICES);
  const bill = billOf(AVERAGE, prod, PRICES);
  const limits = limitsAt(SCALE, prod);
  const inSpike = limitsAt({ ...SCALE, concurrent: SCALE.concurrent * SPIKE }, prod);
  return new Map([
    ['cost-limits', limitTable(SCALE, limits, inSpike, SPIKE)],
    ['cost-binding', bindingTable(SCALE, limits, inSpike, SPIKE)],
    ['cost-bill', [...billTable(bill), '', viewingHourLine(bill, AVERAGE)]],
    ['cost-batching', billTable(billOf({ ...AVERAGE, eventsPerRequest: 7.2 }, prod, PRICES))],
    ['cost-rest-dev', billTable(atRest('dev'))],
    ['cost-rest-prod', billTable(atRest('prod'))],
    [
      'cost-flood',
      floodTable(
        STAGE_NAMES.map((stage) => floodOf(stage, templatesOf(stage))),
        FLOODS.map(({ what }) => what),
      ),
    ],
  ]);
};
