import type { Cloud, Fault } from 'embedded-cloud';
import { dateOf } from '../../../domain/lake';
import { LocalWarehouse } from '../../local/warehouse';
import { Lake } from '../../local/lake';
import { type Scenario, watchFor } from '../scenario';

/** How one service misbehaves, while viewers watch. */
interface Misbehaviour {
  readonly service: string;
  readonly fault: Fault;
  /** Where that is longer than usual. */
  readonly seconds?: number;
  /** What an operator starts meanwhile, where nothing else calls the service so soon. It may fail: that is the point. */
  readonly meanwhile?: (cloud: Cloud) => Promise<unknown>;
}

const curateToday = (cloud: Cloud): Promise<void> => new Lake(cloud).curate([dateOf(Date.now())]);
const mirror = (cloud: Cloud): Promise<boolean> => new LocalWarehouse(cloud).mirror();

/** Each service in turn: calls refused or failing, parts of batches refused, batches delivered twice. */
const MISBEHAVIOURS: readonly Misbehaviour[] = [
  { service: 'http-api', fault: { throttle: 0.3, fail: 0.3 } },
  { service: 'kinesis', fault: { throttle: 0.4, partial: 0.4 } },
  { service: 'sqs', fault: { fail: 0.4, partial: 0.4 } },
  { service: 'dynamodb', fault: { throttle: 0.3, partial: 0.3 } },
  { service: 'firehose', fault: { throttle: 0.4, partial: 0.4 } },
  { service: 's3', fault: { fail: 0.4 } },
  { service: 'lambda', fault: { deliverTwice: 1 } },
  { service: 'monitoring', fault: { throttle: 0.4, fail: 0.2 } },
  { service: 'scheduler', fault: { fail: 0.6 }, seconds: 61 }, // it starts what counts streams at the turn of a minute
  { service: 'athena', fault: { fail: 0.3, partial: 0.3 } },
  { service: 'glue', fault: { fail: 0.3 }, meanwhile: curateToday },
  { service: 'redshift-data', fault: { throttle: 0.2, partial: 0.2 }, meanwhile: mirror },
  { service: 'secretsmanager', fault: { fail: 0.5 } },
];

const SECONDS_EACH = 8;
const QUIET_SECONDS = 8;

/** The pipeline's own alarms may tell of what is done to it here; those on playback and on lost events may not. */
const FAULTS_EXPLAIN =
  /-(collector-errors|overflow-.*|quality-queue-age|iterator-age|counting-lags|quarantine-freshness|curation-.*|warehouse-.*|not-reconciled)$/;

/** Ordinary viewing, while one service after the other misbehaves: nothing that was accepted may be lost to any path. */
export const faults: Scenario = async (stage) => {
  const { cloud } = stage.playhead;
  await watchFor(QUIET_SECONDS, stage, 'quiet');
  let troubledSeconds = 0;
  for (const { service, fault, seconds = SECONDS_EACH, meanwhile } of MISBEHAVIOURS) {
    stage.terminal.print(`  ! ${service}: ${JSON.stringify(fault)}`);
    cloud.faults.set(service, fault);
    await Promise.all([watchFor(seconds, stage, `${service} misbehaves`), meanwhile?.(cloud).catch(() => undefined)]);
    cloud.faults.clear(service);
    troubledSeconds += seconds;
  }
  await watchFor(QUIET_SECONDS, stage, 'quiet again');
  return {
    outages: [],
    expectedAlarms: FAULTS_EXPLAIN,
    kinesisOutageSeconds: troubledSeconds,
    waitsForClosing: true,
  };
};
