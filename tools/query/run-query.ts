import { once } from 'node:events';
import { formatBytes, formatTable, toCsvLine } from './format';
import type { Query } from './query';
import type { Progress, QueryResult, Row, Tier } from './tier';

/** A table of more rows is not readable; `--csv` prints all rows. */
const MAX_TABLE_ROWS = 1_000;

/** The output of a query: its result, and the messages about it. */
export interface Output {
  /** Receives the rows and nothing else. */
  readonly rows: NodeJS.WritableStream;
  /** Prints a permanent message. */
  readonly print: (line: string) => void;
  /** Shows a line that the next one replaces. */
  readonly showProgress: (line: string) => void;
  readonly isCsv: boolean;
  /** Characters per line. */
  readonly width: number;
}

/** Prints the estimated cost of a query, runs it, and prints its rows and its cost. */
export const runQuery = async (tier: Tier, query: Query, output: Output, signal: AbortSignal): Promise<void> => {
  output.showProgress(`${tier.name}: estimating the cost`);
  for (const line of await tier.estimate(query)) output.print(line);
  const report = ({ state, seconds, scannedBytes }: Progress): void => {
    const scanned = scannedBytes === undefined ? '' : `, ${formatBytes(scannedBytes)} scanned`;
    output.showProgress(`${state}, ${seconds.toFixed(1)} s${scanned}; Ctrl-C stops it`);
  };
  const result = await tier.run(query, report, signal);
  const rows = await (output.isCsv ? writeCsv(result, output) : writeTable(result, output));
  output.print(`${rows} from the ${tier.name} in ${result.seconds.toFixed(1)} s; ${result.cost}`);
};

const writeCsv = async ({ columns, pages }: QueryResult, { rows: stream }: Output): Promise<string> => {
  let count = 0;
  await write(stream, [toCsvLine(columns)]);
  for await (const rows of pages()) {
    count += rows.length;
    await write(stream, rows.map(toCsvLine));
  }
  return countOf(count);
};

const writeTable = async ({ columns, pages }: QueryResult, { rows: stream, width }: Output): Promise<string> => {
  const shown: Row[] = [];
  let isComplete = true;
  for await (const rows of pages()) {
    shown.push(...rows.slice(0, MAX_TABLE_ROWS - shown.length));
    isComplete = shown.length < MAX_TABLE_ROWS || rows.length === 0;
    if (!isComplete) break;
  }
  await write(stream, formatTable(columns, shown, width));
  return isComplete ? countOf(shown.length) : `the first ${MAX_TABLE_ROWS} rows (--csv prints all)`;
};

const write = async (stream: NodeJS.WritableStream, lines: readonly string[]): Promise<void> => {
  if (lines.length > 0 && !stream.write(lines.map((line) => `${line}\n`).join(''))) await once(stream, 'drain');
};

const countOf = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);
