import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Cohort, COHORT_KINDS, type CohortField } from './cohort';
import { type CohortSums, noSums, SUMS } from './cohort-sums';
import type { PeriodSums, Sample } from './period-sums';
import { type Problem, PROBLEMS } from './problem';

/*
 * The payload of an item: a format byte, then deflated JSON [periodStart, cohorts, samples]. A cohort is [kind, values, sums], a
 * sample [problem, player, viewer, weight]. Kinds and problems are numbers; sums are in the order of SUMS, without the zeros at
 * the end. Deflated, a batch of a thousand reports takes a few KB.
 */
const FORMAT = 1;

/** DynamoDB accepts items of up to 400 KB; this limit leaves room for the keys. */
const MAX_BYTES = 390_000;

/** Encodes sums in as many payloads as their size requires; usually one. */
export const encodeSums = (sums: PeriodSums, maxBytes = MAX_BYTES): readonly Buffer[] => {
  const { periodStart, cohorts, samples } = sums;
  const json = JSON.stringify([periodStart, cohorts.map(cohortRow), samples.map(sampleRow)]);
  const payload = Buffer.concat([Buffer.of(FORMAT), deflateRawSync(json, { level: 1 })]);
  if (payload.length <= maxBytes || cohorts.length < 2) return [payload];
  const half = cohorts.length >> 1;
  return [
    ...encodeSums({ periodStart, cohorts: cohorts.slice(0, half), samples: [] }, maxBytes),
    ...encodeSums({ periodStart, cohorts: cohorts.slice(half), samples }, maxBytes), // samples find cohorts that are known
  ];
};

/** Decodes what {@link encodeSums} returns; throws for any other payload. */
export const decodeSums = (payload: Uint8Array): PeriodSums => {
  if (payload[0] !== FORMAT) throw new Error(`The sums have an unknown format: ${payload[0] ?? 'none'}.`);
  const json = inflateRawSync(payload.subarray(1)).toString();
  const [periodStart, cohorts, samples] = JSON.parse(json) as StoredSums;
  return { periodStart, cohorts: cohorts.map(toCohortSums), samples: samples.map(toSample) };
};

type StoredSums = readonly [number, readonly CohortRow[], readonly SampleRow[]];
type CohortRow = readonly [kind: number, values: readonly string[], sums: readonly number[]];
type SampleRow = readonly [problem: number, player: Cohort, viewer: number, weight: number];

const places = new Map(COHORT_KINDS.map((fields, place) => [fields.join(' '), place]));

const cohortRow = ({ cohort, sums }: { readonly cohort: Cohort; readonly sums: CohortSums }): CohortRow => {
  const numbers = SUMS.map((name) => sums[name]);
  return [
    places.get(Object.keys(cohort).join(' ')) ?? 0,
    Object.values(cohort) as string[],
    numbers.slice(0, 1 + numbers.findLastIndex((sum) => sum !== 0)),
  ];
};

const toCohortSums = ([kind, values, numbers]: CohortRow): PeriodSums['cohorts'][number] => {
  const fields: readonly CohortField[] = COHORT_KINDS[kind] ?? [];
  const sums = noSums();
  numbers.forEach((sum, at) => {
    const name = SUMS[at];
    if (name !== undefined) sums[name] = sum;
  });
  return { cohort: Object.fromEntries(fields.map((field, at) => [field, values[at]])), sums };
};

const sampleRow = ({ problem, player, viewer, weight }: Sample): SampleRow => [
  PROBLEMS.indexOf(problem),
  player,
  viewer,
  weight,
];

const toSample = ([problem, player, viewer, weight]: SampleRow): Sample => ({
  problem: PROBLEMS[problem] as Problem,
  player,
  viewer,
  weight,
});
