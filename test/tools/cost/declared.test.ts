import { customMetrics } from '../../../tools/cost/services/operations';
import { PRESENCE_BYTES, ratesOf } from '../../../tools/cost/load';
import { packEvents } from '../../../domain/ingest/pack-events';
import { STAGES } from '../../../lib/stages';
import { presenceItems } from '../../../lambdas/live/count-viewers/presence-items';
import { toPresence } from '../../../lambdas/live/count-viewers/count-viewers';
import { sampleViewingEvents } from '../../../tools/bench/sample-events';
import { declaredBy } from '../../support/declared';

const NOW = 1_763_700_000_000;

jest.setTimeout(60_000); // it synthesizes a stage twice

describe('what the templates declare', () => {
  const prod = declaredBy(STAGES.prod);

  it('is read from them, not written down again', () => {
    expect(prod).toMatchObject({
      stream: { shards: undefined, retentionHours: STAGES.prod.ingest.streamRetention.toHours() },
      requestRateLimit: STAGES.prod.ingest.requestRateLimit,
      buckets: STAGES.prod.ingest.eventBuckets,
      salts: STAGES.prod.live.presenceSalts,
      closeAfterSeconds: STAGES.prod.live.closeAfter.toSeconds(),
      cdns: STAGES.prod.quality.cdns.length,
      delivery: { bufferMiB: 128, seconds: 300 },
      tiers: [
        { storageClass: 'STANDARD_IA', afterDays: 45 },
        { storageClass: 'GLACIER_IR', afterDays: 180 },
      ],
    });
    expect(prod.memoryMiB('publish-counts')).toBe(STAGES.prod.live.publisherMemoryMiB);
    expect(prod.eventSource('count-viewers').lanes).toBe(STAGES.prod.live.countingLanes);
    expect(prod.eventSource('watch-quality').pollers).toEqual({ min: 10, max: 200 });
  });

  it('changes with the configuration', () => {
    const changed = declaredBy({
      ...STAGES.prod,
      ingest: { ...STAGES.prod.ingest, streamCapacity: { mode: 'provisioned', shards: 40 }, eventBuckets: 64 },
      quality: { ...STAGES.prod.quality, cdns: ['one'] },
    });
    expect(changed).toMatchObject({ stream: { shards: 40 }, cdns: 1, buckets: 64 });
    expect(changed.alarms.fastMetrics).toBeLessThan(prod.alarms.fastMetrics);
  });
});

describe('what a load is made of', () => {
  const events = sampleViewingEvents(500, NOW);

  it('an event on the stream is as large as the collector writes it', () => {
    const bytes = packEvents(events, 16).reduce((total, { data }) => total + Buffer.byteLength(data), 0);
    const { recordBytes } = ratesOf({ concurrent: 1, heartbeatSeconds: 10, eventsPerRequest: 1, months: 1 });
    expect(Math.abs(recordBytes - bytes / events.length) / recordBytes).toBeLessThan(0.1);
  });

  it('a session takes as much in presence as count-viewers writes', () => {
    const records = packEvents(events, 16).map(({ bucket, data }, index) => ({
      ...{ sequenceNumber: String(index), bucket, arrivedAt: NOW },
      data: Buffer.from(data).toString('base64'),
    }));
    const presence = toPresence(records, { buckets: 16, salts: 1, closeAfterMs: 180_000 });
    const items = presenceItems(presence, { shardId: 's', sequenceNumber: '0', records: records.length }, 180_000);
    const bytes = items.reduce((total, { payload }) => total + (payload?.B?.length ?? 0), 0);
    expect(bytes / 400).toBeGreaterThan(PRESENCE_BYTES * 0.5);
    expect(bytes / 400).toBeLessThan(PRESENCE_BYTES * 3);
  });

  it('cohorts are 1 + 6 devices + 4 CDNs + 24 of both, with ten metrics each', () => {
    expect(customMetrics({ cdns: 3 })).toBeGreaterThanOrEqual(35 * 10 + 6);
    expect(customMetrics({ cdns: 3 })).toBeLessThan(35 * 10 + 60);
  });
});
