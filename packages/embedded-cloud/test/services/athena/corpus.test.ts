import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, judge, readCorpus, readRecorded, runCorpus } from '../../../src/testing';

const FOLDER = join(__dirname, 'corpus');
const queries = readCorpus(FOLDER);
const { answers } = readRecorded(join(FOLDER, 'recorded.ndjson'));
const categories = [...new Set(queries.map(({ category }) => category))];

/** The queries in the table of docs/athena-sql.md. */
const documented = [
  ...readFileSync(join(__dirname, '../../../docs/athena-sql.md'), 'utf8').matchAll(/^\| (\S+\/[^|]+?) +\|/gm),
].map(([, id]) => id);

const answerTo = (id: string): Answer => {
  const answer = answers.get(id);
  if (!answer) throw new Error(`Trino's answer to ${id} is not recorded: run npm run check:trino -- --record.`);
  return answer;
};

describe('the corpus', () => {
  it.concurrent.each(categories)(
    'has the answers of a real Trino to the queries about %s, or documented refusals',
    async (category) => {
      const chosen = queries.filter((query) => query.category === category);
      const outcomes = await runCorpus(chosen);
      const verdicts = chosen.map(({ id }) => ({
        id,
        ...judge(answerTo(id), outcomes.get(id) ?? { reason: 'not run' }),
      }));
      expect(verdicts.filter(({ kind }) => kind === 'different')).toEqual([]);
      const refused = verdicts.flatMap(({ id, kind }) => (kind === 'refused' ? [id] : []));
      expect(refused).toEqual(documented.filter((id) => id?.startsWith(`${category}/`)));
    },
  );

  it('is refused in at most one of twenty queries', () => {
    expect(queries.length).toBeGreaterThanOrEqual(150);
    expect(documented.length).toBeLessThanOrEqual(queries.length / 20);
  });
});
