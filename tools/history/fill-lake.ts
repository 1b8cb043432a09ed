import { join } from 'node:path';
import type { Cloud } from 'embedded-cloud';
import { keyringOf } from '../local/keyring';
import { Lake } from '../local/lake';
import { startCloud } from '../local/playhead';
import { prepareFolder } from '../local/prepare-folder';
import type { Terminal } from '../local/terminal';
import type { HistoryPlan } from './history-plan';
import { progressBar } from './progress-bar';
import { writeHistory } from './write-history';

/** The location of the lake, and how to fill it. */
export interface FillLakeOptions {
  /** The state folder of the embedded cloud. */
  readonly folder: string;
  readonly port: number;
  /** Skips curation. */
  readonly isRawOnly: boolean;
}

/**
 * Fills the lake of a state folder with past days: raw as Firehose writes it, then curated by the stage's own curation.
 */
export const fillLake = async (plan: HistoryPlan, options: FillLakeOptions, terminal: Terminal): Promise<void> => {
  const { folder, port, isRawOnly } = options;
  const cloud = await startCloud(prepareFolder({ folder, command: 'npm run history' }), { port }, terminal);
  try {
    const lake = new Lake(cloud);
    await write(plan, cloud, await lake.bucket(), terminal);
    if (!isRawOnly) await curate(plan, lake, terminal);
  } finally {
    await cloud.stop();
  }
};

const write = async (plan: HistoryPlan, cloud: Cloud, bucket: string, terminal: Terminal): Promise<void> => {
  const { dates } = plan;
  const past = { ...plan.past, keyring: await keyringOf(cloud)() };
  const folder = join(cloud.surroundings.stateDir, 'history-scratch');
  const start = performance.now();
  const { events, jsonBytes, parquetBytes } = await writeHistory(
    { past, dates, bucket, writer: cloud.services.s3, folder },
    (progress) =>
      terminal.show(progressBar(progress.days, dates.length, `${progress.events} events`, performance.now() - start)),
  );
  const seconds = (performance.now() - start) / 1_000;
  terminal.print(
    `  ✓ ${events} events of ${dates.length} days in ${seconds.toFixed(1)} s, ${Math.round(events / seconds)} per second: ` +
      `${toMib(parquetBytes)} MiB of Parquet, 1/${(jsonBytes / parquetBytes).toFixed(1)} of their JSON`,
  );
};

const curate = async ({ dates }: HistoryPlan, lake: Lake, terminal: Terminal): Promise<void> => {
  const start = performance.now();
  await lake.curate(dates, ({ finishedSteps, steps }) =>
    terminal.show(progressBar(finishedSteps, steps, `step ${finishedSteps} of ${steps}`, performance.now() - start)),
  );
  const seconds = (performance.now() - start) / 1_000;
  const { rows } = await lake.query(OUTCOMES, `'${dates[0] ?? ''}'`, `'${dates.at(-1) ?? ''}'`);
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
