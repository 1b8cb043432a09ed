import { once } from 'node:events';
import { showBytes, showTable, toCsvLine } from './show';
import type { Answer, Progress, Question, Row, Tier } from './tier';

/** Beyond these a table is no longer read by people: `--csv` gives them all. */
const MOST_SHOWN = 1_000;

/** Where an answer goes, and what is said beside it. */
export interface Outlet {
  /** Rows, and nothing else. */
  readonly out: NodeJS.WritableStream;
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** A line that the next one replaces. */
  readonly show: (line: string) => void;
  readonly isCsv: boolean;
  /** Characters to a line. */
  readonly width: number;
}

/** Says what a question may come to, asks it, and gives its rows with what they cost. */
export const ask = async (tier: Tier, question: Question, outlet: Outlet, signal: AbortSignal): Promise<void> => {
  outlet.show(`${tier.name}: weighing what it touches`);
  for (const line of await tier.foretell(question)) outlet.say(line);
  const tell = ({ state, seconds, scannedBytes }: Progress): void => {
    const scanned = scannedBytes === undefined ? '' : `, ${showBytes(scannedBytes)} scanned`;
    outlet.show(`${state}, ${seconds.toFixed(1)} s${scanned}; Ctrl-C stops it`);
  };
  const answer = await tier.run(question, tell, signal);
  const rows = await (outlet.isCsv ? writeCsv(answer, outlet) : writeTable(answer, outlet));
  outlet.say(`${rows} from the ${tier.name} in ${answer.seconds.toFixed(1)} s; ${answer.bill}`);
};

const writeCsv = async ({ columns, pages }: Answer, { out }: Outlet): Promise<string> => {
  let count = 0;
  await write(out, [toCsvLine(columns)]);
  for await (const rows of pages()) {
    count += rows.length;
    await write(out, rows.map(toCsvLine));
  }
  return rowsOf(count);
};

const writeTable = async ({ columns, pages }: Answer, { out, width }: Outlet): Promise<string> => {
  const shown: Row[] = [];
  let isAll = true;
  for await (const rows of pages()) {
    shown.push(...rows.slice(0, MOST_SHOWN - shown.length));
    isAll = shown.length < MOST_SHOWN || rows.length === 0;
    if (!isAll) break;
  }
  await write(out, showTable(columns, shown, width));
  return isAll ? rowsOf(shown.length) : `the first ${MOST_SHOWN} rows, all of them with --csv,`;
};

const write = async (out: NodeJS.WritableStream, lines: readonly string[]): Promise<void> => {
  if (lines.length > 0 && !out.write(lines.map((line) => `${line}\n`).join(''))) await once(out, 'drain');
};

const rowsOf = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);
