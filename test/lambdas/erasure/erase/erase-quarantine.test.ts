import { gzipSync } from 'node:zlib';
import { driveRun } from '../../../../lambdas/foundation/drive-run';
import { decodeErasureRun, encodeErasureRun } from '../../../../lambdas/erasure/erasure-message';
import type { Quarantine } from '../../../../lambdas/erasure/erase/quarantine';
import { ErasingLake, QUARANTINE_BUCKET } from '../../../support/erasing-lake';

const NOW = Date.UTC(2026, 10, 21, 3, 15);
const ALICE = 'a'.repeat(43);
const BOB = 'b'.repeat(43);
const HOUR = 'quarantine/dt=2026-11-20/hour=12/';

const refused = (viewer_id: string): object => ({ event_id: 'e1', reason: 'unknown event', event: { viewer_id } });
const refusedRequest = (...viewers: readonly string[]): object => ({
  status: 400,
  events: viewers.map((viewer_id) => ({ viewer_id })),
});
const ndjson = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('an erasure in the quarantine', () => {
  let erasing: ErasingLake;
  let quarantine: Quarantine;

  beforeEach(async () => {
    erasing = await ErasingLake.open();
    ({ quarantine } = erasing.services(NOW));
  });

  afterEach(() => erasing.close());

  const put = (name: string, ...lines: readonly object[]): Promise<unknown> =>
    erasing.lake.lake.s3.putObject(QUARANTINE_BUCKET, `${HOUR}${name}`, gzipSync(ndjson(lines)));
  /** The text of each object that is left, by its name. */
  const contents = async (): Promise<Readonly<Record<string, string | undefined>>> => {
    const { keys } = await quarantine.keys(undefined, 1_000);
    const texts = keys.map(async (key) => [key.slice(HOUR.length), (await quarantine.read(key))?.content.toString()]);
    return Object.fromEntries(await Promise.all(texts)) as Record<string, string | undefined>;
  };
  /** One object holds only Alice, one only Bob, one both. */
  const fill = async (): Promise<void> => {
    await put('alice.ndjson.gz', refused(ALICE), refusedRequest(ALICE, ALICE));
    await put('bob.ndjson.gz', refused(BOB));
    await put('both.ndjson.gz', refused(BOB), refused(ALICE), refusedRequest(BOB, ALICE, BOB));
  };
  const WITHOUT_ALICE = {
    'bob.ndjson.gz': ndjson([refused(BOB)]),
    'both.ndjson.gz': ndjson([refused(BOB), refusedRequest(BOB, BOB)]),
  };

  it('removes the events of the viewer, deletes objects that become empty, and counts the events in the receipt', async () => {
    await fill();
    const receipt = await erasing.erase([ALICE], NOW);
    expect(await contents()).toEqual(WITHOUT_ALICE);
    expect(receipt?.stores).toContainEqual({ store: 'ingest/Quarantine/Bucket', removed: 5 });
    expect(erasing.failures).toEqual([]);
  });

  it('gives the same result if it is killed after every step and each step is run twice', async () => {
    await fill();
    const run = await erasing.request([ALICE], NOW);
    const queue = [encodeErasureRun(run)];
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      const lost: string[] = []; // the messages of the killed call never arrive
      await driveRun(decodeErasureRun(body), erasing.driver(NOW, lost, { driver: { budgetMs: 0 } }));
      await driveRun(decodeErasureRun(body), erasing.driver(NOW, queue, { driver: { budgetMs: 0 } }));
    }
    expect(await contents()).toEqual(WITHOUT_ALICE);
    expect((await erasing.receipt(run))?.stores).toContainEqual({ store: 'ingest/Quarantine/Bucket', removed: 5 });
  });

  it('searches every page', async () => {
    const names = Array.from({ length: 401 }, (_, n) => `${String(n).padStart(3, '0')}.ndjson.gz`);
    for (const [n, name] of names.entries()) await put(name, refused(n % 200 === 0 ? ALICE : BOB));
    const receipt = await erasing.erase([ALICE], NOW);
    expect(Object.keys(await contents())).toEqual(names.filter((_, n) => n % 200 !== 0));
    expect(receipt?.stores).toContainEqual({ store: 'ingest/Quarantine/Bucket', removed: 3 });
  });

  it('changes nothing and fails if an object cannot be unzipped', async () => {
    await fill();
    await erasing.lake.lake.s3.putObject(QUARANTINE_BUCKET, `${HOUR}broken`, Buffer.from('not gzip'));
    const run = await erasing.request([ALICE], NOW);
    await erasing.continue({ ...run, phase: 'quarantine' }, NOW);
    expect(erasing.failures[0]).toContain(`${HOUR}broken is not gzip of at most`);
    expect([erasing.deadLetters.length, await erasing.receipt(run)]).toEqual([1, undefined]);
    expect((await quarantine.keys(undefined, 10)).keys).toHaveLength(4);
  });
});

describe('Quarantine.replace', () => {
  it('keeps an object that has changed since it was read', async () => {
    const erasing = await ErasingLake.open();
    const { s3 } = erasing.lake.lake;
    const { quarantine } = erasing.services(NOW);
    const key = `${HOUR}one.ndjson.gz`;
    await s3.putObject(QUARANTINE_BUCKET, key, gzipSync('first'));
    const object = await quarantine.read(key);
    if (!object) throw new Error('The object does not exist.');
    await s3.putObject(QUARANTINE_BUCKET, key, gzipSync('second'));
    await expect(quarantine.replace(object, Buffer.from('mine'))).rejects.toThrow('preconditions');
    expect((await quarantine.read(key))?.content.toString()).toBe('second');
    await erasing.close();
  });
});
