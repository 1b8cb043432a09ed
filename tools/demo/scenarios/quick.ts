import { type Scenario, watchFor } from '../scenario';

/** Ordinary viewing with duplicates and late events; with a Kinesis outage if asked for. */
export const quick: Scenario = async (context) => {
  const { seconds, kinesisOutageSeconds, playhead, terminal } = context;
  const before = kinesisOutageSeconds > 0 ? Math.floor(seconds / 4) : seconds;
  await watchFor(before, context, 'ordinary viewing');
  if (kinesisOutageSeconds > 0) {
    terminal.print(`  ! Kinesis refuses every call for ${kinesisOutageSeconds} s`);
    playhead.cloud.faults.set('kinesis', { throttle: 1 });
    await watchFor(Math.min(kinesisOutageSeconds, seconds - before), context, 'Kinesis refuses every call');
    playhead.cloud.faults.clear('kinesis');
    terminal.print('  ! Kinesis accepts calls again');
    await watchFor(Math.max(0, seconds - before - kinesisOutageSeconds), context, 'ordinary viewing');
  }
  return { outages: [], kinesisOutageSeconds, waitsForClosing: true };
};
