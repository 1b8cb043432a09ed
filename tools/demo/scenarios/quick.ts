import { type Scenario, watchFor } from '../scenario';

/** Ordinary viewing with duplicates and late events; on request with Kinesis down for a while. */
export const quick: Scenario = async (stage) => {
  const { seconds, kinesisOutageSeconds, playhead, terminal } = stage;
  const before = kinesisOutageSeconds > 0 ? Math.floor(seconds / 4) : seconds;
  await watchFor(before, stage, 'ordinary viewing');
  if (kinesisOutageSeconds > 0) {
    terminal.print(`  ! Kinesis refuses every call for ${kinesisOutageSeconds} s`);
    playhead.cloud.faults.set('kinesis', { throttle: 1 });
    await watchFor(Math.min(kinesisOutageSeconds, seconds - before), stage, 'Kinesis refuses');
    playhead.cloud.faults.clear('kinesis');
    terminal.print('  ! Kinesis answers again');
    await watchFor(Math.max(0, seconds - before - kinesisOutageSeconds), stage, 'ordinary viewing');
  }
  return { outages: [], kinesisOutageSeconds, waitsForClosing: true };
};
