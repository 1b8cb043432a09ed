import type { Fault } from '../../faults';
import { type Scenario, watchFor } from '../scenario';

/** Each service in turn: half of its calls refused or failing, parts of batches refused, batches delivered twice. */
const FAULTS: readonly (readonly [string, Fault])[] = [
  ['kinesis', { throttle: 0.4, partial: 0.4 }],
  ['sqs', { fail: 0.4, partial: 0.4 }],
  ['dynamodb', { throttle: 0.3, partial: 0.3 }],
  ['firehose', { throttle: 0.4, partial: 0.4 }],
  ['s3', { fail: 0.4 }],
  ['lambda', { deliverTwice: 1 }],
  ['athena', { fail: 0.3, partial: 0.3 }],
  ['secretsmanager', { fail: 0.5 }],
];

const SECONDS_EACH = 8;
const QUIET_SECONDS = 8;

/** The pipeline's own alarms may tell of what is done to it here; those on playback and on lost events may not. */
const FAULTS_EXPLAIN =
  /-(collector-errors|overflow-.*|quality-queue-age|iterator-age|counting-lags|quarantine-freshness|curation-.*|not-reconciled)$/;

/** Ordinary viewing, while one service after the other misbehaves: nothing that was accepted may be lost to any path. */
export const faults: Scenario = async (stage) => {
  const { playhead, terminal } = stage;
  await watchFor(QUIET_SECONDS, stage, 'quiet');
  for (const [service, fault] of FAULTS) {
    terminal.print(`  ! ${service}: ${JSON.stringify(fault)}`);
    playhead.cloud.faults.set(service, fault);
    await watchFor(SECONDS_EACH, stage, `${service} misbehaves`);
    playhead.cloud.faults.clear(service);
  }
  await watchFor(QUIET_SECONDS, stage, 'quiet again');
  return {
    outages: [],
    expectedAlarms: FAULTS_EXPLAIN,
    kinesisOutageSeconds: FAULTS.length * SECONDS_EACH,
    waitsForClosing: true,
  };
};
