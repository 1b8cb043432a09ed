import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Answer,
  differenceBetween,
  judge,
  readCorpus,
  readRecorded,
  runCorpus,
  toRecorded,
  type Verdict,
} from 'embedded-cloud/testing';
import { ROOT } from '../local/synthesize';
import type { Terminal } from '../local/terminal';
import { answerOf } from './corpus';
import { TRINO_VERSION } from './engine';
import { TrinoClient } from './trino-client';

const CORPUS = join(ROOT, 'packages/embedded-cloud/test/services/athena/corpus');
const RECORDED = join(CORPUS, 'recorded.ndjson');
const SCHEMA = 'corpus';

/** At least this share of the corpus must have Trino's rows. */
const SAME_SHARE = 0.95;

/**
 * Runs the corpus on Trino and on the embedded Athena, and prints a table of the categories. Returns the differences:
 * answers that are not those of the recorded file, other rows, and too many refusals.
 */
export const checkCorpus = async (address: string, record: boolean, terminal: Terminal): Promise<readonly string[]> => {
  const client = new TrinoClient(address, SCHEMA);
  await client.run(`CREATE SCHEMA hive.${SCHEMA}`);
  const queries = readCorpus(CORPUS);
  const answers = new Map<string, Answer>();
  await terminal.step(`running ${queries.length} queries of the corpus on Trino`, async () => {
    for (const query of queries) answers.set(query.id, await answerOf(client, query));
  });
  const recorded = { trino: TRINO_VERSION, answers };
  if (record) writeFileSync(RECORDED, toRecorded(recorded));
  const known = readRecorded(RECORDED).answers;
  const changed = queries.filter(({ id }) => !isSame(known.get(id), answers.get(id))).map(({ id }) => id);
  const outcomes = await terminal.step('running the corpus on the embedded Athena', () => runCorpus(queries));
  const judged = queries.map(({ id, category }) => {
    const [answer, outcome] = [answers.get(id), outcomes.get(id)];
    if (!answer || !outcome) throw new Error(`The query ${id} was not run.`);
    return { id, category, ...judge(answer, outcome) };
  });
  for (const line of tableOf(judged)) terminal.print(line);
  const same = judged.filter(({ kind }) => kind === 'same').length;
  return [
    ...changed.map((id) => `corpus, ${id}: Trino's answer is not the recorded one`),
    ...judged.flatMap((one) => (one.kind === 'different' ? [`corpus, ${one.id}: ${one.difference}`] : [])),
    ...(same >= SAME_SHARE * queries.length
      ? []
      : [`corpus: only ${same} of ${queries.length} queries have the same rows`]),
  ];
};

/** Whether two answers have the same rows, or are the same error. */
const isSame = (known: Answer | undefined, answer: Answer | undefined): boolean => {
  if (!known || !answer) return false;
  if ('error' in known || 'error' in answer)
    return 'error' in known && 'error' in answer && known.error === answer.error;
  return differenceBetween(known, answer.rows) === undefined;
};

/** The numbers of verdicts by category. */
const tableOf = (judged: readonly (Verdict & { readonly category: string })[]): readonly string[] => {
  const categories = [...new Set(judged.map(({ category }) => category))];
  const line = (name: string, all: typeof judged): string => {
    const count = (kind: Verdict['kind']): string => String(all.filter((one) => one.kind === kind).length).padStart(10);
    return `  ${name.padEnd(14)}${count('same')}${count('refused')}${count('different')}`;
  };
  return [
    `  ${'corpus'.padEnd(14)}${['same', 'refused', 'different'].map((kind) => kind.padStart(10)).join('')}`,
    ...categories.map((category) =>
      line(
        category,
        judged.filter((one) => one.category === category),
      ),
    ),
    line('all', judged),
  ];
};
