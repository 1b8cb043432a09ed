import { defineCommand } from '../command/command';
import { UsageError } from '../command/errors';
import { printMessage, showProgress } from '../command/output';
import { findPlace, PLACE_OPTIONS } from '../command/place';
import { type Choice, chooseTier } from './choose-tier';
import { openTiers, type Tiers } from './clients';
import { pickNamedQuery } from './named-queries';
import { parseQuery, type Query } from './query';
import { type Output, runQuery } from './run-query';
import { TIER_NAMES, type TierName } from './tier';

/** Resolves to the base capacity of a stage's warehouse, which its price depends on. */
type BaseRpusOf = (stage: string) => Promise<number>;

/** `npm run query`: runs one query and prints its rows and their cost. */
export const queryCommand = (baseRpusOf: BaseRpusOf) =>
  defineCommand({
    name: 'npm run query',
    summary: 'Runs one query on the lake or the warehouse, and prints its rows and their cost.',
    options: {
      named: { type: 'text', placeholder: 'NAME', description: 'runs a saved query, selected by a part of its name' },
      parameter: {
        type: 'text',
        placeholder: 'VALUE',
        isRepeatable: true,
        description: 'a value for the next "?" of the query',
      },
      csv: { type: 'flag', description: 'prints all rows as CSV' },
      tier: {
        type: 'text',
        choices: TIER_NAMES,
        description: 'queries the warehouse or the lake, regardless of the dates of the query',
      },
      ...PLACE_OPTIONS,
    },
    positionals: [{ name: 'SQL', description: 'one SELECT statement; use quotes' }],
    example: `"SELECT dt, count(*) AS plays FROM sessions WHERE dt >= ? AND played GROUP BY dt" --parameter 2026-11-01`,
    run: async ({ named, parameter, csv, tier: forced, ...values }, [sql]) => {
      if ((sql === undefined) === (named === undefined)) throw new UsageError('Give either a SELECT or --named NAME');
      const typed = sql === undefined ? undefined : parseQuery(sql, parameter); // stops before it needs a connection
      const place = await findPlace(values);
      const tiers = openTiers(place);
      const query = typed ?? parseQuery(pickNamedQuery(await tiers.namedQueries(), named ?? '').sql, parameter);
      const stopping = new AbortController();
      process.once('SIGINT', () => stopping.abort());
      const output = openOutput(csv);
      const { tier, why } = await choose(query, tiers, forced);
      output.print(`${tier}: ${why}`);
      const chosen = tier === 'lake' ? tiers.lake : tiers.warehouse(await baseRpusOf(place.stage));
      await runQuery(chosen, query, output, stopping.signal);
      return 0;
    },
  });

const choose = async (query: Query, { lake }: Tiers, forced: TierName | undefined): Promise<Choice> =>
  forced === undefined
    ? chooseTier(query, await lake.plan(query), Date.now())
    : { tier: forced, why: 'selected by --tier' };

/** Rows go to the standard output, everything else to the standard error. */
const openOutput = (isCsv: boolean): Output => {
  const { stdout: rows } = process;
  return { rows, print: printMessage, showProgress, isCsv, width: rows.isTTY ? rows.columns : Infinity };
};
