import type { StageName } from '../../lib/stages/stage-names';
import { billOf } from './bill';
import { limitsAt } from './limits';
import type { Load } from './load';
import { PRICES } from './prices';
import type { StageTemplates } from './stage-templates';
import { billTable, bindingTable, limitTable } from './tables';

/** The load that docs/scale.md describes. */
const SCALE: Load = { concurrent: 5_000_000, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 12 };
const SPIKE = 10;

/** The tables of the documents by name, calculated from the stages' templates. */
export const documentTables = (
  templatesOf: (stage: StageName) => StageTemplates,
): ReadonlyMap<string, readonly string[]> => {
  const prod = templatesOf('prod');
  const atRest = (stage: StageName) => billOf({ ...SCALE, concurrent: 0 }, templatesOf(stage), PRICES);
  const limits = limitsAt(SCALE, prod);
  const inSpike = limitsAt({ ...SCALE, concurrent: SCALE.concurrent * SPIKE }, prod);
  return new Map([
    ['limits', limitTable(SCALE, limits, inSpike, SPIKE)],
    ['binding', bindingTable(SCALE, limits, inSpike, SPIKE)],
    ['bill', billTable(billOf(SCALE, prod, PRICES))],
    ['batching', billTable(billOf({ ...SCALE, eventsPerRequest: 7.2 }, prod, PRICES))],
    ['rest-dev', billTable(atRest('dev'))],
    ['rest-prod', billTable(atRest('prod'))],
  ]);
};

/** Replaces the tables of a document; each follows a comment `<!-- cost: name -->` and ends at an empty line. */
export const withTables = (text: string, tables: ReadonlyMap<string, readonly string[]>): string =>
  text.replace(/(<!-- cost: ([\w-]+) -->\n\n)(?:\|.*\n)*/g, (_, head: string, name: string) => {
    const table = tables.get(name);
    if (!table) throw new Error(`There is no table "${name}".`);
    return `${head}${table.join('\n')}\n`;
  });
