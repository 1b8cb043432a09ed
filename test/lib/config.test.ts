import { RemovalPolicy } from 'aws-cdk-lib';
import { isStageName, STAGE_NAMES, STAGES, type StageConfig } from '../../lib/stages';

const stages = STAGE_NAMES.map((name) => STAGES[name]);
/** Whether a value does not decrease from dev to staging to prod. */
const grows = (of: (stage: StageConfig) => number): boolean =>
  stages.map(of).every((figure, n, figures) => figure >= (figures[n - 1] ?? 0));

it.each(stages)('stage $name has its own name and its own alarm address', (stage) => {
  expect(STAGES[stage.name]).toBe(stage);
  expect(stages.filter(({ alerts }) => alerts.address === stage.alerts.address)).toEqual([stage]);
});

it.each(stages)(
  'stage $name spreads its buckets evenly over the salts of presence',
  ({ ingest: { eventBuckets }, live: { presenceSalts } }) => {
    expect(eventBuckets % presenceSalts).toBe(0);
    expect(eventBuckets).toBeGreaterThanOrEqual(presenceSalts);
  },
);

it.each(stages)(
  'stage $name closes instants after a stalled player can have reported, and long before counts expire',
  (stage) => {
    expect(stage.live.closeAfter.toSeconds()).toBeGreaterThan(60);
    expect(stage.live.countRetention.toSeconds()).toBeGreaterThan(10 * stage.live.closeAfter.toSeconds());
  },
);

it.each(stages)(
  'stage $name stays within the limits of Kinesis and Lambda',
  ({ name, ingest: { streamRetention, streamCapacity }, live: { countingLanes } }) => {
    expect(streamRetention.toHours()).toBeGreaterThanOrEqual(24);
    expect(streamRetention.toHours()).toBeLessThanOrEqual(8_760);
    expect(countingLanes).toBeGreaterThanOrEqual(1);
    expect(countingLanes).toBeLessThanOrEqual(10);
    expect(streamCapacity.mode).toBe(name === 'dev' ? 'provisioned' : 'on-demand');
  },
);

it.each(stages)('stage $name throttles within the quotas of a new account', ({ ingest }) => {
  expect(ingest.requestRateLimit).toBeLessThanOrEqual(10_000);
  expect(ingest.requestBurstLimit).toBeLessThanOrEqual(5_000);
});

it('a later stage keeps data at least as long and accepts at least as much', () => {
  expect(grows(({ ingest }) => ingest.streamRetention.toSeconds())).toBe(true);
  expect(grows(({ live }) => live.countRetention.toSeconds())).toBe(true);
  expect(grows(({ ingest }) => ingest.quarantineRetention.toSeconds())).toBe(true);
  expect(grows(({ logRetention }) => logRetention)).toBe(true);
  expect(grows(({ ingest }) => ingest.requestRateLimit)).toBe(true);
  expect(grows(({ ingest }) => ingest.requestBurstLimit)).toBe(true);
  expect(grows(({ ingest }) => ingest.eventBuckets)).toBe(true);
});

it('only prod keeps its data when its stacks are deleted, and prod accepts events only from its own pages', () => {
  expect(stages.map(({ removalPolicy }) => removalPolicy)).toEqual([
    RemovalPolicy.DESTROY,
    RemovalPolicy.DESTROY,
    RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  ]);
  for (const origin of STAGES.prod.ingest.allowedOrigins) expect(origin).toMatch(/^https:\/\/[\w.-]+$/);
});

it.each(['', 'Prod', '__proto__', 'constructor', undefined, 7])('%j is not a stage', (name) => {
  expect(isStageName(name)).toBe(false);
});
