import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentTables, withTables } from '../../../tools/cost/documents';
import { limitsAt } from '../../../tools/cost/limits';
import { STAGES } from '../../../lib/stages';
import { declaredBy, SMALL } from '../../support/declared';

const ROOT = join(__dirname, '../../..');
const tables = documentTables((stage) => declaredBy(STAGES[stage]));

jest.setTimeout(60_000); // it loads the CDK

it.each(['scale.md', 'deploying.md'])(
  'docs/%s says what the templates and the prices come to; else: npm run cost -- --docs',
  (name) => {
    const text = readFileSync(join(ROOT, 'docs', name), 'utf8');
    expect(withTables(text, tables)).toBe(text);
  },
);

describe('limits, worked by hand', () => {
  const load = { concurrent: 10_000, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 1 };
  const limits = new Map(limitsAt(load, SMALL).map((limit) => [limit.what, limit]));

  it.each([
    ['requests/s of the API', 1_000, 1_000],
    ['shards', 4, 20_000], // 1,008 records/s need two; a stream on demand begins with four
    ['records/s of a bucket', 1_008 / 16, 1_000], // with a watermark every two seconds
    ['MB/s read from a shard', (2 * 1_000 * 768) / 4 / 1e6, 2],
    ['GB of publish-counts', 0.0034, (1_024 * 2 ** 20) / 1e9], // 10,000 streams × 10 open instants × 34 B
    ['streams/s that publish-counts unites', 1_000, 1_400_000],
    ['pollers of quality reports', 10, 1_250],
  ])('%s: %d of %d', (what, needed, limit) => {
    expect(limits.get(what)?.needed).toBeCloseTo(needed, 4);
    expect(limits.get(what)?.limit).toBeCloseTo(limit);
  });
});

it('what binds first is listed first, and reading a shard is said to bind by its fill, whatever the load', () => {
  const binding = tables.get('binding') ?? [];
  const headrooms = binding.slice(2).map((line) => Number(/\| ([\d.]+)×/.exec(line)?.[1]));
  expect(headrooms).toEqual(headrooms.toSorted((one, other) => one - other));
  expect(binding.some((line) => line.includes('writes/s of the features table'))).toBe(true);
  expect(binding.find((line) => line.includes('MB/s read from a shard'))).toContain('any, shards up to 86 % full');
});

it.each([
  [['--stage', 'live'], 'There is no stage "live": dev, staging, prod.'],
  [['--heartbeat-seconds', '0'], '--heartbeat-seconds takes a number from 1 up, not "0".'],
])('npm run cost says what is wrong with %j', (line, sentence) => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/cost.ts', ...line], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stderr.trim()).toBe(sentence);
  expect(status).toBe(2);
});
