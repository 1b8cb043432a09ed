import { RemovalPolicy } from 'aws-cdk-lib';
import { isStageName, STAGE_NAMES, STAGES, type StageConfig } from '../../lib/stages';

const stages = STAGE_NAMES.map((name) => STAGES[name]);
/** Whether a figure grows, or stays, from dev over staging to prod. */
const grows = (of: (stage: StageConfig) => number): boolean =>
  stages.map(of).every((figure, n, figures) => figure >= (figures[n - 1] ?? 0));

it.each(stages)('$name is named after itself and sends its alarms somewhere of its own', (stage) => {
  expect(STAGES[stage.name]).toBe(stage);
  expect(stages.filter(({ alarmAddress }) => alarmAddress === stage.alarmAddress)).toEqual([stage]);
});

it.each(stages)(
  '$name spreads its buckets evenly over the salts of its presence',
  ({ eventBuckets, presenceSalts }) => {
    expect(eventBuckets % presenceSalts).toBe(0);
    expect(eventBuckets).toBeGreaterThanOrEqual(presenceSalts);
  },
);

it.each(stages)('$name closes instants after a stalled player could report, and long before counts expire', (stage) => {
  expect(stage.closeAfter.toSeconds()).toBeGreaterThan(60);
  expect(stage.countRetention.toSeconds()).toBeGreaterThan(10 * stage.closeAfter.toSeconds());
});

it.each(stages)(
  '$name stays within what Kinesis and Lambda take',
  ({ streamRetention, countingLanes, streamCapacity }) => {
    expect(streamRetention.toHours()).toBeGreaterThanOrEqual(24);
    expect(streamRetention.toHours()).toBeLessThanOrEqual(8_760);
    expect(countingLanes).toBeGreaterThanOrEqual(1);
    expect(countingLanes).toBeLessThanOrEqual(10);
    expect(streamCapacity.mode).toBe('on-demand');
  },
);

it('a later stage keeps data no shorter and takes no less', () => {
  expect(grows(({ streamRetention }) => streamRetention.toSeconds())).toBe(true);
  expect(grows(({ countRetention }) => countRetention.toSeconds())).toBe(true);
  expect(grows(({ quarantineRetention }) => quarantineRetention.toSeconds())).toBe(true);
  expect(grows(({ logRetention }) => logRetention)).toBe(true);
  expect(grows(({ requestRateLimit }) => requestRateLimit)).toBe(true);
  expect(grows(({ eventBuckets }) => eventBuckets)).toBe(true);
});

it('prod alone keeps its data when its stacks are deleted, and takes events from its own pages only', () => {
  expect(stages.map(({ removalPolicy }) => removalPolicy)).toEqual([
    RemovalPolicy.DESTROY,
    RemovalPolicy.DESTROY,
    RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  ]);
  for (const origin of STAGES.prod.allowedOrigins) expect(origin).toMatch(/^https:\/\/[\w.-]+$/);
});

it.each(['', 'Prod', '__proto__', 'constructor', undefined, 7])('%j is no stage', (name) => {
  expect(isStageName(name)).toBe(false);
});
