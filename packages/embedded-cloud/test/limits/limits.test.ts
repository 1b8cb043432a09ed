import { AWS_LIMITS, DOCUMENTED_LIMITS, NO_LIMITS } from '../../src/core/limits';
import { httpApiCases, lambdaCases } from './compute-cases';
import { kinesisCases } from './kinesis-cases';
import { ACCEPTED, answerTo, figureOf } from './limit-case';
import { athenaCases, redshiftCases } from './query-cases';
import { dynamoDbCases, firehoseCases, sqsCases } from './storage-cases';

const cases = [
  ...kinesisCases,
  ...firehoseCases,
  ...dynamoDbCases,
  ...sqsCases,
  ...lambdaCases,
  ...athenaCases,
  ...redshiftCases,
  ...httpApiCases,
];

/** Limits that are no refusals: fan-out.test.ts tests them. */
const PACED = ['consumerReadBytes'];

describe.each(cases)('the limit $limit', (one) => {
  const figure = figureOf(one);

  it(`accepts ${figure}`, async () => {
    expect(await answerTo(one, figure, AWS_LIMITS)).toBe(ACCEPTED);
  });

  it(`answers one more with ${one.answer}`, async () => {
    expect(await answerTo(one, figure + 1, AWS_LIMITS)).toBe(one.answer);
  });
});

describe('without limits', () => {
  it('every service accepts what exceeds a limit', async () => {
    const answers: Record<string, string> = {};
    for (const one of cases) answers[one.limit] = await answerTo(one, figureOf(one) + 1, NO_LIMITS);
    expect(answers).toEqual(Object.fromEntries(cases.map(({ limit }) => [limit, ACCEPTED])));
  });
});

it('every documented limit has a test', () => {
  expect([...cases.map(({ limit }) => limit), ...PACED].sort()).toEqual(Object.keys(DOCUMENTED_LIMITS).sort());
});
