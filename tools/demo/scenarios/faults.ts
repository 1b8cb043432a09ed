import { dateOf } from '../../../domain/lake';
import type { Cloud, Fault } from 'embedded-cloud';
import { Lake } from '../../local/lake';
import { LocalWarehouse } from '../../local/warehouse';
import { type Scenario, watchFor } from '../scenario';

/** A fault of one service while viewers watch. */
interface FaultPhase {
  readonly service: string;
  readonly fault: Fault;
  /** @default SECONDS_EACH */
  readonly seconds?: number;
  /** An action that calls the service, if nothing else calls it soon. It may fail. @default - none */
  readonly concurrently?: (cloud: Cloud) => Promise<unknown>;
}

const curateToday = (cloud: Cloud): Promise<void> => new Lake(cloud).curate([dateOf(Date.now())]);
const loadWarehouse = (cloud: Cloud): Promise<boolean> => new LocalWarehouse(cloud).load();

/** One service after another: it refuses calls, fails, refuses parts of batches, or delivers batches twice. */
const FAULT_PHASES: readonly FaultPhase[] = [
  { service: 'http-api', fault: { throttle: 0.3, fail: 0.3 } },
  { service: 'kinesis', fault: { throttle: 0.4, partial: 0.4 } },
  { service: 'sqs', fault: { fail: 0.4, partial: 0.4 } },
  { service: 'dynamodb', fault: { throttle: 0.3, partial: 0.3 } },
  { service: 'firehose', fault: { throttle: 0.4, partial: 0.4 } },
  { service: 's3', fault: { fail: 0.4 } },
  { service: 'lambda', fault: { deliverTwice: 1 } },
  { service: 'monitoring', fault: { throttle: 0.4, fail: 0.2 } },
  { service: 'scheduler', fault: { fail: 0.6 }, seconds: 61 }, // in this time, it starts publish-counts about once
  { service: 'athena', fault: { fail: 0.3, partial: 0.3 } },
  { service: 'glue', fault: { fail: 0.3 }, concurrently: curateToday },
  { service: 'redshift-data', fault: { throttle: 0.2, partial: 0.2 }, concurrently: loadWarehouse },
  { service: 'secretsmanager', fault: { fail: 0.5 } },
];

const SECONDS_EACH = 8;
const QUIET_SECONDS = 8;

/** The pipeline's own alarms may fire because of the faults. Alarms on playback and on lost events may not. */
const FAULTS_EXPLAIN =
  /-(collector-errors|overflow-.*|detection-blind|quality-queue-age|iterator-age|counting-lags|quarantine-freshness|curation-.*|warehouse-.*|not-reconciled)$/;

/** Ordinary viewing while one service after another misbehaves: no path may lose an accepted event. */
export const faults: Scenario = async (context) => {
  const { cloud } = context.playhead;
  await watchFor(QUIET_SECONDS, context, 'quiet');
  let troubledSeconds = 0;
  for (const { service, fault, seconds = SECONDS_EACH, concurrently } of FAULT_PHASES) {
    context.terminal.print(`  ! ${service}: ${JSON.stringify(fault)}`);
    cloud.faults.set(service, fault);
    await Promise.all([
      watchFor(seconds, context, `${service} misbehaves`),
      concurrently?.(cloud).catch(() => undefined),
    ]);
    cloud.faults.clear(service);
    troubledSeconds += seconds;
  }
  await watchFor(QUIET_SECONDS, context, 'quiet again');
  return {
    outages: [],
    expectedAlarms: FAULTS_EXPLAIN,
    kinesisOutageSeconds: troubledSeconds,
    waitsForClosing: true,
  };
};
