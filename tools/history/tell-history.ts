import { join } from 'node:path';
import type { Cloud } from '../../packages/embedded-cloud/src/cloud';
import { keyringOf } from '../local/keyring';
import { Lake } from '../local/lake';
import { startCloud } from '../local/playhead';
import type { Terminal } from '../local/terminal';
import { progressBar } from './progress-bar';
import type { History } from './read-history';
import { writeHistory } from './write-history';

/** Fills the lake that is kept below a folder with past days: raw as Firehose writes it, then curated by the stage's own curation. */
export const tellHistory = async (history: History, folder: string, terminal: Terminal): Promise<void> => {
  const cloud = await startCloud({ folder, command: 'npm run history', port: history.port }, terminal);
  try {
    const lake = new Lake(cloud);
    await write(history, cloud, await lake.bucket(), terminal);
    if (!history.isRawOnly) await curate(history, lake, terminal);
  } finally {
    await cloud.stop();
  }
};

const write = async (history: History, cloud: Cloud, bucket: string, terminal: Terminal): Promise<void> => {
  const { dates } = history;
  const past = { ...history.past, keyring: await keyringOf(cloud)() };
  const start = performance.now();
  const { events, jsonBytes, parquetBytes } = await writeHistory(
    {
      past,
      dates,
      bucket,
      writer: cloud.services.s3,
      folder: join(cloud.surroundings.stateDir, 'history-scratch'),
    },
    (so) => terminal.show(progressBar(so.days, dates.length, `${so.events} events`, performance.now() - start)),
  );
  const seconds = (performance.now() - start) / 1_000;
  terminal.print(
    `  ✓ ${events} events of ${dates.length} days in ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} a second: ` +
      `${toMib(parquetBytes)} MiB of Parquet, 1/${(jsonBytes / parquetBytes).toFixed(1)} of their JSON`,
  );
};

const curate = async ({ dates }: History, lake: Lake, terminal: Terminal): Promise<void> => {
  const start = performance.now();
  await lake.curate(dates, ({ taken, all }) =>
    terminal.show(progressBar(taken, all, `step ${taken} of ${all}`, performance.now() - start)),
  );
  const seconds = (performance.now() - start) / 1_000;
  const { rows } = await lake.ask(OUTCOMES, `'${dates[0] ?? ''}'`, `'${dates.at(-1) ?? ''}'`);
  const [attempts = 0, plays = 0, exits = 0, failures = 0, stops = 0] = (rows[0] ?? []).map(Number);
  const sign = attempts === plays + exits + failures + stops ? '=' : '≠';
  terminal.print(
    `  ✓ curated in ${seconds.toFixed(1)} s: ${attempts} attempts ${sign} ${plays} plays + ${exits} exits before start ` +
      `+ ${failures} start failures + ${stops} business stops before start`,
  );
};

const OUTCOMES = `
  SELECT
    count_if(attempted), count_if(played), count_if(exited_before_start), count_if(start_failed), count_if(business_stopped)
  FROM sessions
  WHERE dt BETWEEN ? AND ?`;

const toMib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
