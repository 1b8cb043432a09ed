import { billOf } from '../../../tools/cost/bill';
import { costBlocks } from '../../../tools/cost/documents';
import { limitsAt } from '../../../tools/cost/limits';
import { PRICES } from '../../../tools/cost/prices';
import { STAGES } from '../../../lib/stages';
import { SMALL, templatesOf } from '../../support/stage-templates';

const tables = costBlocks((stage) => templatesOf(STAGES[stage]));

describe('costBlocks', () => {
  it('list the limits below the load by headroom; that of reading a shard depends on how full shards are', () => {
    const binding = tables.get('cost-binding') ?? [];
    const headrooms = binding.slice(2).map((line) => Number(/\| ([\d.]+)×/.exec(line)?.[1]));
    expect(headrooms).toEqual(headrooms.toSorted((one, other) => one - other));
    expect(binding.some((line) => line.includes('writes/s of the features table'))).toBe(true);
    expect(binding.find((line) => line.includes('MB/s read from a shard'))).toMatch(/any, shards up to \d+ % full/);
  });
});

describe('A stage without viewers', () => {
  it.each([
    ['dev', 80],
    ['prod', 700],
  ] as const)('%s costs at most %d USD a month', (stage, most) => {
    const load = { concurrent: 0, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 12 };
    const { usd } = billOf(load, templatesOf(STAGES[stage]), PRICES);
    expect(usd).toBeLessThanOrEqual(most);
    expect(usd).toBeGreaterThan(most / 10);
  });
});

describe('limitsAt, calculated by hand', () => {
  const load = { concurrent: 10_000, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 1 };
  const limits = new Map(limitsAt(load, SMALL).map((limit) => [limit.what, limit]));

  it.each([
    ['requests/s of the API', 1_000, 1_000],
    ['shards', 4, 20_000], // 1,008 records/s need two shards; a stream on demand begins with four
    ['records/s of a bucket', 1_008 / 16, 1_000], // with a watermark every two seconds
    ['MB/s read from a shard', (3 * 1_000 * 768) / 4 / 1e6, 2],
    ['memory of publish-counts, GB', 0.0034, (1_024 * 2 ** 20) / 1e9], // 10,000 streams × 10 open instants × 34 B
    ['streams/s that publish-counts merges', 1_000, 1_400_000],
    ['pollers of quality reports', 10, 1_250],
    // 0.77 MB/s fill an object of 64 MiB in 87 s, but an object is closed after 60 s
    ['objects per run of load-warehouse', 15, 8_000],
    ['objects that curate inspects per night', 1_440, 7_200_000],
    // two prompt dates and 30 / 7 late ones: each 4 slices and a week; sessions and examples of 4 and 3 × 30 / 7 dates
    ['statements of a nightly curation run', 2 * 5 + (30 / 7) * 5 + 2 * (4 + 3 * (30 / 7)) + 1, 8_640],
    // ten pollers, each with a batch of quality reports with 2 calls a second; publish-counts, update-features, the ledger, load-warehouse, curate
    ['calls/s of PutMetricData', 20 + 0.5 + 0.1 + 0.2 + 1 / 900 + 1 / 900 + 3 / 86_400, 500],
  ])('%s: %d of %d', (what, needed, limit) => {
    expect(limits.get(what)?.needed).toBeCloseTo(needed, 4);
    expect(limits.get(what)?.limit).toBeCloseTo(limit);
  });
});
