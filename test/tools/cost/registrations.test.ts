import { VIEWING } from '../../../domain/families/viewing';
import { packEvents } from '../../../domain/ingest';
import { COHORT_DEVICES, COHORT_METRICS, QUALITY_METRICS } from '../../../domain/quality';
import { presenceItems } from '../../../lambdas/live/count-viewers/batch-items';
import { toPresence } from '../../../lambdas/live/count-viewers/count-viewers';
import { STAGES } from '../../../lib/stages';
import { sampleViewingEvents } from '../../../tools/bench/sample-events';
import { limitsAt } from '../../../tools/cost/limits';
import { ratesOf } from '../../../tools/cost/load';
import { bucketsOf, provisionedShards } from '../../../tools/subsystems/ingest/stream';
import { transitionsOf } from '../../../tools/subsystems/lake/cost';
import { nightlyCuration } from '../../../tools/subsystems/lake/curation';
import { bufferOf } from '../../../tools/subsystems/lake/raw-objects';
import { PRESENCE_BYTES } from '../../../tools/subsystems/live/counting';
import { qualityMetrics } from '../../../tools/subsystems/quality/cost';
import { SMALL, templatesOf } from '../../support/stage-templates';

const NOW = 1_763_700_000_000;
const LOAD = { concurrent: 1_000, heartbeatSeconds: 10, eventsPerRequest: 1, months: 1 };

describe('the parameters of costs and limits', () => {
  const { prod } = STAGES;
  const templates = templatesOf(prod);
  const limitOf = (what: string): number | undefined =>
    limitsAt(LOAD, templates).find((limit) => limit.what === what)?.limit;

  it('are those of the stage', () => {
    expect(provisionedShards(templates)).toBeUndefined();
    expect(bucketsOf(templates)).toBe(prod.ingest.eventBuckets);
    expect(limitOf('requests/s of the API')).toBe(prod.ingest.requestRateLimit);
    expect(limitOf('counting lanes of a shard')).toBe(prod.live.countingLanes);
    expect(limitOf('memory of publish-counts, GB')).toBe((prod.live.publisherMemoryMiB * 2 ** 20) / 1e9);
    expect(limitOf('pollers of quality reports')).toBe(200);
    expect(templates.eventSource('watch-quality').pollers).toEqual({ min: 10, max: 200 });
    expect(templates.environment('count-viewers', 'PRESENCE_SALTS')).toBe(String(prod.live.presenceSalts));
    expect(bufferOf(templates)).toEqual({ bufferMiB: 128, seconds: 300 });
    expect(transitionsOf(templates)).toEqual([
      { storageClass: 'STANDARD_IA', afterDays: 45 },
      { storageClass: 'GLACIER_IR', afterDays: 180 },
    ]);
  });

  it('change with the configuration', () => {
    const changed = templatesOf({
      ...prod,
      ingest: { ...prod.ingest, streamCapacity: { mode: 'provisioned', shards: 40 }, eventBuckets: 64 },
      quality: { ...prod.quality, cdns: ['one'] },
    });
    expect([provisionedShards(changed), bucketsOf(changed)]).toEqual([40, 64]);
    expect(qualityMetrics(changed)).toBeLessThan(qualityMetrics(templates));
  });
});

describe('nightlyCuration', () => {
  const { prod } = STAGES;
  const atScale = { ...LOAD, concurrent: 5_000_000 };
  const atShare = (lateEvents: typeof prod.lake.lateEvents) =>
    nightlyCuration(atScale, templatesOf({ ...prod, lake: { ...prod.lake, lateEvents } }));

  it('rewrites a week of turns, not every date of the month, if stray events arrive for all of them', () => {
    const { lateDates, statements } = atShare(prod.lake.lateEvents);
    expect(lateDates).toBeCloseTo(30 / 7);
    expect(statements).toBeLessThan(700);
    expect(atShare({ rewriteFromShare: 0, datesPerRun: 31 }).statements).toBeGreaterThan(2_900);
    expect(atShare({ rewriteFromShare: 0, datesPerRun: 3 }).lateDates).toBe(3);
  });

  it('follows the load: few events are late for few dates', () => {
    const perDay = (events: number) => ({ ...LOAD, concurrent: (events / 86_400 / 1.2) * LOAD.heartbeatSeconds });
    expect(nightlyCuration(perDay(3_500), SMALL).lateDates).toBeCloseTo(7 / 7);
    expect(nightlyCuration(perDay(0), SMALL)).toMatchObject({ lateDates: 0, statements: 1 });
  });
});

describe('the assumed sizes', () => {
  const events = sampleViewingEvents(500, NOW);

  it('match the records that the collector writes', () => {
    const bytes = packEvents(VIEWING, events, 16).reduce((total, { data }) => total + Buffer.byteLength(data), 0);
    const { recordBytes } = ratesOf(LOAD);
    expect(Math.abs(recordBytes - bytes / events.length) / recordBytes).toBeLessThan(0.1);
  });

  it('match the presence that count-viewers writes', () => {
    const records = packEvents(VIEWING, events, 16).map(({ bucket, data }, index) => ({
      ...{ sequenceNumber: String(index), bucket, arrivedAt: NOW },
      data: Buffer.from(data).toString('base64'),
    }));
    const presence = toPresence(records, { buckets: 16, salts: 1, closeAfterMs: 180_000 });
    const items = presenceItems(presence, { shardId: 's', sequenceNumber: '0', records: records.length }, 180_000);
    const bytes = items.reduce((total, { payload }) => total + (payload?.B?.length ?? 0), 0);
    expect(bytes / 400).toBeGreaterThan(PRESENCE_BYTES * 0.5);
    expect(bytes / 400).toBeLessThan(PRESENCE_BYTES * 3);
  });
});

describe('qualityMetrics', () => {
  it('counts all players, each device, each CDN and "other", and the combinations', () => {
    const [devices, cdns] = [COHORT_DEVICES.length, 3 + 1];
    const cohorts = 1 + devices + cdns + devices * cdns;
    const expected = cohorts * Object.keys(COHORT_METRICS).length + Object.keys(QUALITY_METRICS).length;
    expect(qualityMetrics(SMALL)).toBe(expected);
    expect(qualityMetrics(SMALL)).toBeGreaterThanOrEqual(35 * 10);
  });
});
