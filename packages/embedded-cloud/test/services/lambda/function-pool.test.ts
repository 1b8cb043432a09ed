import { join } from 'node:path';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { FunctionPool } from '../../../src/services/lambda/function-pool';
import type { FunctionSettings } from '../../../src/services/lambda/function-settings';
import { FastClock } from '../../support/clock';
import { Gate } from '../../support/gate';
import { until } from '../../support/until';

const MINUTE_MS = 60_000;

let folder: string;
let gate: Gate;
let clock: FastClock;
let pool: FunctionPool;

const settingsOf = (taskRoot: string): FunctionSettings => ({
  worker: {
    ...{ taskRoot, handler: 'index.handler', functionName: 'step', memorySizeMb: 128, logGroupName: '/step' },
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:step',
  },
  ...{ runtime: 'nodejs24.x', timeoutMs: 10 * MINUTE_MS, variables: {}, environment: {} },
  ...{ reservedConcurrency: undefined, session: undefined },
});

/** Starts calls that block their workers, until each has a worker of its own. */
const block = async (calls: number) => {
  const outcomes = Array.from({ length: calls }, () => pool.invoke('{"waits":true}'));
  for (let size = 2; size <= calls; size += 1) {
    clock.advance(2_000); // the earlier workers are warm
    await until(() => pool.size === size);
  }
  clock.advance(300); // the last call is as long as the others
  return outcomes;
};

/** Runs the sweeps of a minute. */
const sweepForAMinute = () => {
  for (let sweep = 0; sweep < 4; sweep += 1) {
    clock.advance(15_000);
    pool.sweep();
  }
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'function-pool-'));
  gate = new Gate(folder);
  const source = `exports.handler = async (event) => { if (event.waits) ${gate.pass} return event.call; };`;
  writeFileSync(join(folder, 'index.js'), source);
  clock = new FastClock();
  pool = new FunctionPool(
    settingsOf(folder),
    { write: () => undefined },
    { maxConcurrency: 4, responseBytes: Infinity },
  );
});

afterEach(async () => {
  jest.restoreAllMocks();
  await pool.stop();
  rmSync(folder, { recursive: true });
});

describe('the workers of a function', () => {
  it('end, save one, when the calls of a minute did not need them', async () => {
    const blocked = await block(3);
    gate.open();
    await Promise.all(blocked);
    sweepForAMinute();
    expect(pool.size).toBe(3);
    pool.sweep();
    expect(pool.size).toBe(1);
  });

  it('answer the calls that arrive while other workers end', async () => {
    const blocked = await block(3);
    gate.open();
    await Promise.all(blocked);
    sweepForAMinute();
    const before = Array.from({ length: 10 }, (_, call) => pool.invoke(JSON.stringify({ call })));
    pool.sweep();
    const after = Array.from({ length: 10 }, (_, call) => pool.invoke(JSON.stringify({ call })));
    const outcomes = await Promise.all([...before, ...after]);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('stay while calls block them', async () => {
    const blocked = await block(2);
    sweepForAMinute();
    pool.sweep();
    expect(pool.size).toBe(2);
    gate.open();
    await Promise.all(blocked);
  });

  it('are as few as short calls that arrive together need', async () => {
    await pool.invoke('{}');
    clock.advance(MINUTE_MS);
    jest.spyOn(performance, 'now').mockReturnValue(performance.now()); // so that no call takes long on a busy machine
    await Promise.all(Array.from({ length: 8 }, () => pool.invoke('{}')));
    expect(pool.size).toBe(1);
  });

  it('all end when no call has arrived for more than a minute, and start again with the next one', async () => {
    await pool.invoke('{}');
    sweepForAMinute();
    expect(pool.size).toBe(1);
    sweepForAMinute();
    expect(pool.size).toBe(0);
    expect(await pool.invoke('{"call":7}')).toEqual({ ok: true, payload: '7' });
  });
});
