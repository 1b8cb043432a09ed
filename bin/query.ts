import { parseArgs } from 'node:util';
import { isStageName, STAGE_NAMES } from '../lib/stages/stage-names';
import { ask, type Outlet } from '../tools/query/ask';
import { chooseTier, type Choice } from '../tools/query/choose-tier';
import { openTiers, type Tiers } from '../tools/query/clients';
import { pickNamedQuery } from '../tools/query/named-queries';
import { toQuestion } from '../tools/query/question';
import { NoAnswer, type Question, TIER_NAMES, type TierName } from '../tools/query/tier';
import { findPlace, toSentence } from './find-place';

const USAGE = `npm run query -- "SELECT …" [--parameter VALUE]… [--csv] [--tier ${TIER_NAMES.join('|')}] [--stage ${STAGE_NAMES.join('|')} | --endpoint URL]
npm run query -- --named NAME [--parameter VALUE]…     a question that is saved`;
const OPTIONS = {
  stage: { type: 'string' },
  endpoint: { type: 'string' },
  named: { type: 'string' },
  parameter: { type: 'string', multiple: true },
  csv: { type: 'boolean' },
  tier: { type: 'string' },
} as const;

const readLine = (line: string[]) => {
  try {
    return parseArgs({ args: line, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new NoAnswer(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''}.\n${USAGE}`);
  }
};

/** Rows go to the standard output, what is said of them to the standard error. */
const outletOf = (isCsv: boolean): Outlet => {
  const { stdout: out, stderr } = process;
  const erase = stderr.isTTY ? '\r\u001b[2K' : '';
  const width = out.isTTY ? out.columns : Infinity;
  return {
    ...{ out, isCsv, width },
    say: (line) => stderr.write(`${erase}${line}\n`),
    show: (line) => stderr.isTTY && stderr.write(`${erase}${line.slice(0, stderr.columns - 1)}`),
  };
};

/** `tsx bin/query.ts "SELECT …"`: one question, its rows and what they cost. */
const main = async (): Promise<void> => {
  const { values, positionals } = readLine(process.argv.slice(2));
  const [typed, ...others] = positionals;
  if (others.length > 0 || (typed === undefined) === (values.named === undefined)) throw new NoAnswer(USAGE);
  const { parameter = [], named, csv = false, tier: forced } = values;
  if (forced !== undefined && !isTierName(forced)) throw new NoAnswer(USAGE);
  const openPlace = async () => {
    const place = await findPlace(values);
    return { ...openTiers(place), stage: place.stage };
  };
  const opened = typed === undefined ? await openPlace() : undefined;
  const text = typed ?? pickNamedQuery((await opened?.namedQueries()) ?? [], named ?? '').sql;
  const question = toQuestion(text, parameter);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const { stage, ...tiers } = opened ?? (await openPlace());
  const outlet = outletOf(csv);
  const { tier, why } = await choose(question, tiers, forced);
  outlet.say(`${tier}: ${why}`);
  await ask(tier === 'lake' ? tiers.lake : tiers.warehouse(await baseRpusOf(stage)), question, outlet, stopping.signal);
};

const isTierName = (name: string): name is TierName => TIER_NAMES.some((known) => known === name);

const choose = async (question: Question, { lake }: Tiers, forced: TierName | undefined): Promise<Choice> =>
  forced === undefined
    ? chooseTier(question, await lake.plan(question), Date.now())
    : { tier: forced, why: 'as --tier says' };

/** The configuration of stages takes a while to load: only the warehouse's price stands on it. */
const baseRpusOf = async (stage: string): Promise<number> => {
  const { STAGES } = await import('../lib/stages');
  return isStageName(stage) ? STAGES[stage].warehouse.baseRpus : STAGES.dev.warehouse.baseRpus;
};

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.stdout.on('error', () => process.exit(0)); // whoever read the rows has seen enough
main().catch((error: unknown) => {
  console.error(toSentence(error));
  process.exitCode = error instanceof NoAnswer ? 1 : 2;
});
