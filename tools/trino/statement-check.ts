import { orderOf, differenceBetween } from 'embedded-cloud/testing';
import type { Lake } from '../local/lake';
import type { Statement } from './statements';
import type { TrinoClient, TrinoRows } from './trino-client';

const PERCENTILE = /approx_percentile\(((?:[^()]|\([^()]*\))+), (0\.\d+)\) AS (\w+)/g;

/** Trino bounds the error of approx_percentile by its rank: a hundredth of the values on either side. */
const RANK_ERROR = 0.01;

/** How the answers of both engines compare. */
export interface Comparison {
  /** The number of Trino's rows. */
  readonly rows: number;
  /** The first difference; undefined when the rows are the same. */
  readonly difference: string | undefined;
}

/** Compares the rows of a statement in both engines. */
export const compareStatement = async ({ select }: Statement, lake: Lake, client: TrinoClient): Promise<Comparison> => {
  const trino = await client.run(withLocalPaths(select));
  const { rows } = await lake.query(select);
  const approximate = [...select.matchAll(PERCENTILE)].map(([, , , name = '']) => trino.names.indexOf(name));
  const exact = (all: TrinoRows['rows']): TrinoRows['rows'] =>
    all.map((row) => row.map((value, column) => (approximate.includes(column) ? '' : value)));
  const exactDifference = differenceBetween(
    { ...trino, rows: exact(withS3Paths(trino.rows)), orderedBy: orderOf(select, trino.names) },
    exact(rows),
  );
  const isCompared = exactDifference !== undefined || approximate.length === 0;
  const difference = isCompared ? exactDifference : await percentileProblem(select, approximate, rows, client);
  return { rows: trino.rows.length, difference };
};

/** Trino reads the objects from a folder, so its paths have another beginning. */
const withLocalPaths = (select: string): string => select.replaceAll("'s3://", "'local:///s3/");
const withS3Paths = (rows: TrinoRows['rows']): TrinoRows['rows'] =>
  rows.map((row) => row.map((value) => value?.replace(/^local:\/\/\/s3\//, 's3://')));

/** Whether the percentiles are between Trino's for slightly lower and higher shares; the rows are in the same order. */
const percentileProblem = async (
  select: string,
  columns: readonly number[],
  rows: TrinoRows['rows'],
  client: TrinoClient,
): Promise<string | undefined> => {
  const shifted = (by: number): string =>
    select.replace(PERCENTILE, (_, value: string, share: string, name: string) => {
      const moved = Math.min(Math.max(Number(share) + by, 0), 1).toFixed(4);
      return `approx_percentile(${value}, ${moved}) AS ${name}`;
    });
  const low = (await client.run(shifted(-2 * RANK_ERROR))).rows;
  const high = (await client.run(shifted(2 * RANK_ERROR))).rows;
  for (const [index, row] of rows.entries()) {
    for (const column of columns) {
      const [least, given, most] = [low, [], high].map((bound) => Number((bound[index] ?? row)[column] ?? 0));
      if ((given ?? 0) < (least ?? 0) || (given ?? 0) > (most ?? 0)) {
        return `row ${index + 1}: the percentile ${given} is not between ${least} and ${most}`;
      }
    }
  }
  return undefined;
};
