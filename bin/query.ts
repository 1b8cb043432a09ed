import { parseArgs } from 'node:util';
import { STAGE_NAMES } from '../lib/stage-names';
import { ask, type Outlet } from '../query/ask';
import { openLake } from '../query/clients';
import { pickNamedQuery } from '../query/named-queries';
import { toQuestion } from '../query/question';
import { NoAnswer } from '../query/tier';
import { findPlace, toSentence } from './place';

const USAGE = `npm run query -- "SELECT …" [--parameter VALUE]… [--csv] [--stage ${STAGE_NAMES.join('|')} | --endpoint URL]
npm run query -- --named NAME [--parameter VALUE]…     a question that is saved`;
const OPTIONS = {
  stage: { type: 'string' },
  endpoint: { type: 'string' },
  named: { type: 'string' },
  parameter: { type: 'string', multiple: true },
  csv: { type: 'boolean' },
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
  const { parameter = [], named, csv = false } = values;
  const lakeAt = async () => openLake(await findPlace(values));
  const lake = typed === undefined ? await lakeAt() : undefined;
  const text = typed ?? pickNamedQuery((await lake?.namedQueries()) ?? [], named ?? '').sql;
  const question = toQuestion(text, parameter);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const { tier } = lake ?? (await lakeAt());
  await ask(tier, question, outletOf(csv), stopping.signal);
};

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
process.stdout.on('error', () => process.exit(0)); // whoever read the rows has seen enough
main().catch((error: unknown) => {
  console.error(toSentence(error));
  process.exitCode = error instanceof NoAnswer ? 1 : 2;
});
