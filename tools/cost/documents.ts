import { billOf } from './bill';
import type { Declared } from './declared';
import { limitsAt } from './limits';
import type { Load } from './load';
import { PRICES } from './prices';
import { billTable, bindingTable, limitTable } from './tables';

/** The load that docs/scale.md is about. */
const SCALE: Load = { concurrent: 5_000_000, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 12 };
const SPIKE = 10;

/** The tables of the documents by the name that stands in front of each, from the stages' templates. */
export const documentTables = (
  declaredBy: (stage: 'dev' | 'staging' | 'prod') => Declared,
): ReadonlyMap<string, readonly string[]> => {
  const prod = declaredBy('prod');
  const atRest = (declared: Declared) => billOf({ ...SCALE, concurrent: 0 }, declared, PRICES);
  const limits = limitsAt(SCALE, prod);
  const inSpike = limitsAt({ ...SCALE, concurrent: SCALE.concurrent * SPIKE }, prod);
  return new Map([
    ['limits', limitTable(SCALE, limits, inSpike, SPIKE)],
    ['binding', bindingTable(SCALE, limits, inSpike, SPIKE)],
    ['bill', billTable(billOf(SCALE, prod, PRICES))],
    ['batching', billTable(billOf({ ...SCALE, eventsPerRequest: 7.2 }, prod, PRICES))],
    ['rest-dev', billTable(atRest(declaredBy('dev')))],
    ['rest-prod', billTable(atRest(prod))],
  ]);
};

/** A document with its tables as they are now; each stands behind a comment `<!-- cost: name -->` and ends at an empty line. */
export const withTables = (text: string, tables: ReadonlyMap<string, readonly string[]>): string =>
  text.replace(/(<!-- cost: ([\w-]+) -->\n\n)(?:\|.*\n)*/g, (_, head: string, name: string) => {
    const table = tables.get(name);
    if (!table) throw new Error(`There is no table "${name}".`);
    return `${head}${table.join('\n')}\n`;
  });
