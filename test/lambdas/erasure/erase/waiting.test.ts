import { toRunId } from '../../../../domain/lake';
import { isUnderWay } from '../../../../lambdas/erasure/erase/curation-under-way';
import { endTurn, takeTurn } from '../../../../lambdas/erasure/erase/turn';
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

describe('the turn of an erasure', () => {
  it('is one request’s at a time, however often it asks, until it ends its own', async () => {
    expect(await Promise.all(['one', 'other'].map((id) => takeTurn(objects, id)))).toEqual([true, false]);
    expect([await takeTurn(objects, 'one'), await takeTurn(objects, 'other')]).toEqual([true, false]);
    await endTurn(objects, 'other');
    expect(await takeTurn(objects, 'other')).toBe(false);
    await endTurn(objects, 'one');
    expect([await takeTurn(objects, 'other'), await takeTurn(objects, 'one')]).toEqual([true, false]);
  });

  it('is waited for, and touches nothing meanwhile', async () => {
    await takeTurn(objects, 'another');
    const queue: string[] = [];
    const driving = erasing.driving(NOW, queue);
    const run = await erasing.request(['a'.repeat(43)], NOW);
    expect(await driving.takeStep(run)).toEqual({ kind: 'wait', run, afterSeconds: 30 });
    expect(erasing.featuresDeletedOf).toEqual([]);
  });
});

it('what was received before the request is waited for, on its way into raw', async () => {
  const run = await erasing.request(['a'.repeat(43)], NOW);
  const step = (now: number) => erasing.driving(now, [], { settledAfterMs: 120_000 }).takeStep(run);
  expect(await step(NOW + 30_000)).toEqual({ kind: 'wait', run, afterSeconds: 90 });
  expect(await step(NOW + 120_000)).toMatchObject({ kind: 'on', run: { phase: 'raw' } });
});

describe('a run of curation', () => {
  const note = (began: number, status: string): Promise<void> =>
    objects.writeText(`curation/runs/${toRunId(began, '4f2a9c')}.json`, JSON.stringify({ status }));
  const before = toRunId(NOW, '4f2a9c');

  it.each([
    ['that began before and goes on is waited for', -HOUR, 'running', true],
    ['that has ended is not', -HOUR, 'finished', false],
    ['that failed is not: the night’s next run does its work', -HOUR, 'failed', false],
    ['that began later is not: it knows who is suppressed', HOUR, 'running', false],
    ['that was lost a day ago is not', -25 * HOUR, 'running', false],
  ])('%s', async (_, offset, status, isWaitedFor) => {
    await note(NOW + offset, status);
    expect(await isUnderWay(objects, before, NOW)).toBe(isWaitedFor);
  });
});
