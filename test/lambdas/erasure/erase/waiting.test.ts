import type { ErasureRun } from '../../../../domain/erasure';
import { toRunId } from '../../../../domain/lake';
import { hasEarlierCuration } from '../../../../lambdas/erasure/erase/earlier-curation';
import { endTurn, takeTurn } from '../../../../lambdas/erasure/erase/turn';
import { type CurationRecord, curationRecordKey, encodeCurationRecord } from '../../../../lambdas/lake/curation-record';
import { writeConfirmation } from '../../../../lambdas/erasure/warehouse-confirmation';
import type { LakeObjects } from '../../../../lambdas/lake/lake-objects';
import { ErasingLake } from '../../../support/erasing-lake';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21, 3, 15);

let erasing: ErasingLake;
let objects: LakeObjects;

beforeEach(async () => {
  erasing = await ErasingLake.open();
  ({ objects } = erasing.lake);
});

afterEach(() => erasing.close());

describe('takeTurn', () => {
  it('gives the turn to one request until that request ends it', async () => {
    expect(await Promise.all(['one', 'other'].map((id) => takeTurn(objects, id)))).toEqual([true, false]);
    expect([await takeTurn(objects, 'one'), await takeTurn(objects, 'other')]).toEqual([true, false]);
    await endTurn(objects, 'other');
    expect(await takeTurn(objects, 'other')).toBe(false);
    await endTurn(objects, 'one');
    expect([await takeTurn(objects, 'other'), await takeTurn(objects, 'one')]).toEqual([true, false]);
  });

  it('lets another erasure wait without touching anything', async () => {
    await takeTurn(objects, 'another');
    const queue: string[] = [];
    const driver = erasing.driver(NOW, queue);
    const run = await erasing.request(['a'.repeat(43)], NOW);
    expect(await driver.runStep(run)).toEqual({ kind: 'wait', run, seconds: 30 });
    expect(erasing.featuresDeletedOf).toEqual([]);
  });
});

it('an erasure waits until events received before the request are in raw', async () => {
  const run = await erasing.request(['a'.repeat(43)], NOW);
  const step = (now: number) => erasing.driver(now, [], { settledAfterMs: 120_000 }).runStep(run);
  expect(await step(NOW + 30_000)).toEqual({ kind: 'wait', run, seconds: 90 });
  expect(await step(NOW + 120_000)).toMatchObject({ kind: 'continue', run: { phase: 'raw' } });
});

it('an erasure waits until the overflow queue is empty, and then for its last events to arrive in raw', async () => {
  let isEmpty = false;
  const step = (run: ErasureRun, now: number) =>
    erasing.driver(now, [], { settledAfterMs: 120_000, overflowIsEmpty: () => Promise.resolve(isEmpty) }).runStep(run);
  const run = await erasing.request(['a'.repeat(43)], NOW);
  const waiting = { ...run, settlesFrom: NOW + HOUR };
  expect(await step(run, NOW + HOUR)).toEqual({ kind: 'wait', run: waiting, seconds: 60 });
  isEmpty = true;
  expect(await step(waiting, NOW + HOUR + 60_000)).toEqual({ kind: 'wait', run: waiting, seconds: 60 });
  expect(await step(waiting, NOW + HOUR + 120_000)).toMatchObject({ kind: 'continue', run: { phase: 'raw' } });
});

describe('the phase of the warehouse', () => {
  it('asks the warehouse once, waits for its confirmation, and asks again after five minutes', async () => {
    const run = { ...(await erasing.request(['a'.repeat(43)], NOW)), phase: 'warehouse' as const };
    const step = async (from: ErasureRun, now: number): Promise<ErasureRun> => {
      const outcome = await erasing.driver(now, [], { askWarehouse }).runStep(from);
      if (outcome.kind === 'finished') throw new Error('The erasure finished without a confirmation.');
      return outcome.run;
    };
    let asked = 0;
    const askWarehouse = () => Promise.resolve(void (asked += 1));
    const waiting = await step(run, NOW);
    expect(await step(waiting, NOW + 299_000)).toEqual(waiting);
    expect([asked, waiting.phase]).toEqual([1, 'warehouse']);
    await step(waiting, NOW + 300_000);
    expect(asked).toBe(2);
    await writeConfirmation(objects, run.requestId, { sessions: 4 });
    expect(await step(waiting, NOW)).toMatchObject({
      phase: 'quarantine',
      removed: { rows: { warehouse_viewing_events: 0, warehouse_sessions: 4 } },
    });
  });
});

describe('hasEarlierCuration', () => {
  const write = (beganAt: number, status: CurationRecord['status']): Promise<void> => {
    const runId = toRunId(beganAt, '4f2a9c');
    const record = { runId, status, dates: null, step: 0, steps: 1, seconds: 0, failure: null };
    return objects.writeText(curationRecordKey(runId), encodeCurationRecord(record));
  };
  const before = toRunId(NOW, '4f2a9c');

  it.each<[string, number, CurationRecord['status'], boolean]>([
    ['is true for a running run that began before', -HOUR, 'running', true],
    ['is false for a run that has finished', -HOUR, 'finished', false],
    ['is false for a run that failed, because the next nightly run does its work', -HOUR, 'failed', false],
    ['is false for a run that began later, because it knows the suppressions', HOUR, 'running', false],
    ['is false for a run that was lost a day ago', -25 * HOUR, 'running', false],
  ])('%s', async (_, offset, status, expected) => {
    await write(NOW + offset, status);
    expect(await hasEarlierCuration(objects, before, NOW)).toBe(expected);
  });
});
