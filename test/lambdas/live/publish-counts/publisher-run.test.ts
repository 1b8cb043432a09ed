import { Publisher } from '../../../../lambdas/live/publish-counts/publisher';
import { LONGEST_RUN_MS } from '../../../../lambdas/foundation/rounds';
import { runPublisher } from '../../../../lambdas/live/publish-counts/publisher-run';
import { Random } from '../../../../tools/simulator/random';
import { aViewingEvent, NOW, without } from '../../../support/events';
import { LiveStore, SETTINGS } from '../../../support/live-store';
import { VirtualClock } from '../../../support/virtual-clock';

const MINUTE_MS = 60_000;
const MINUTES = 12;
const ROUND_MS = 400;

/** An environment of the function: it keeps its publisher between runs. */
interface Environment {
  readonly publisher: Publisher;
  busy: boolean;
}

/** The live counts and their publishers, with a scheduler that starts a run at a given offset into each minute. */
class Stage {
  readonly clock = new VirtualClock(NOW);
  readonly store = new LiveStore();
  readonly errors: unknown[] = [];
  /** When each round ended, and the total time that runs took, ms. */
  readonly rounds: number[] = [];
  busyMs = 0;
  private readonly environments: Environment[] = [];
  private newestRun = 0;

  /** `isWatched`: whether viewers watch at a time since the start, ms. */
  constructor(private readonly isWatched: (sinceStartMs: number) => boolean = () => true) {}

  async run(offsets: readonly number[]): Promise<void> {
    offsets.forEach((offset, minute) => void this.startAfter(minute * MINUTE_MS + offset));
    void this.watch();
    await this.clock.runUntil(NOW + offsets.length * MINUTE_MS);
  }

  /** One viewer more in each instant: every session sends a heartbeat every ten seconds. */
  private async watch(): Promise<void> {
    for (let sessions = 1; ; sessions += 1) {
      await this.clock.wait(10_000);
      const event_ts = this.clock.now();
      if (!this.isWatched(event_ts - NOW)) continue;
      const events = Array.from({ length: Math.min(sessions, 20) }, (_, n) =>
        aViewingEvent({ session_id: `s${n}`, event_ts, interval_ms: 10_000 }),
      );
      this.store.count(events, event_ts + 1);
    }
  }

  private async startAfter(ms: number): Promise<void> {
    await this.clock.wait(ms);
    const environment = this.environments.find(({ busy }) => !busy) ?? this.open();
    environment.busy = true;
    const startedAt = this.clock.now();
    await runPublisher(startedAt, {
      tick: async () => {
        await environment.publisher.tick();
        this.rounds.push(this.clock.now());
      },
      claim: (time) => {
        this.newestRun = Math.max(this.newestRun, time);
        return Promise.resolve(time === this.newestRun);
      },
      isResting: () => environment.publisher.isResting(),
      now: this.clock.now,
      wait: this.clock.wait,
      onError: (error) => this.errors.push(error),
    });
    environment.busy = false;
    this.busyMs += this.clock.now() - startedAt;
  }

  private open(): Environment {
    const { progress, presence, bounds, overflowIsEmpty, publish } = this.store;
    const services = {
      ...{ progress, presence, bounds, overflowIsEmpty, publish, now: this.clock.now },
      putWatermarks: (now: number) => this.clock.wait(ROUND_MS).then(() => this.store.countUpTo(now)),
    };
    const environment = { publisher: new Publisher(services, SETTINGS), busy: false };
    this.environments.push(environment);
    return environment;
  }
}

const randomly = (seed: string) => {
  const random = new Random(seed);
  return Array.from({ length: MINUTES }, (_, minute) => (minute === 0 ? 0 : random.uniform(0, MINUTE_MS)));
};
/** The longest gap between two starts, and the shortest. */
const EXTREMES = Array.from({ length: MINUTES }, (_, minute) => (minute % 2) * (MINUTE_MS - 1));
const OFFSETS: readonly [string, readonly number[]][] = [
  ['punctual', new Array<number>(MINUTES).fill(0)],
  ['as far apart and as close together as they can be', EXTREMES],
  ...['a', 'b', 'c'].map((seed): [string, readonly number[]] => [
    `anywhere in their minutes (${seed})`,
    randomly(seed),
  ]),
];

describe('Runs of the publisher that start', () => {
  it.each(OFFSETS)('%s leave no gap, and leave the counts of one publisher', async (_, offsets) => {
    const [stage, steady] = [new Stage(), new Stage()];
    await stage.run(offsets);
    await steady.run(OFFSETS[0]?.[1] ?? []);
    expect(stage.errors).toEqual([]);
    const gaps = stage.rounds.slice(1).map((end, index) => end - (stage.rounds[index] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2_000 + ROUND_MS);
    const countsOf = ({ store }: Stage) =>
      [...store.table].map(([, count]) => without(count, 'revision')).slice(0, -12);
    expect(countsOf(stage)).toEqual(countsOf(steady));
    expect(stage.store.table.get(NOW + 300_000)).toMatchObject({ streams: 20, complete: true, closed: true });
  });

  it.each(OFFSETS)('%s overlap for a few seconds only', async (_, offsets) => {
    const stage = new Stage();
    await stage.run([...offsets, 0, 0]);
    const elapsedMs = (offsets.length + 1) * MINUTE_MS; // the last run has not ended
    expect(stage.busyMs).toBeLessThanOrEqual(elapsedMs + (offsets.length + 1) * 3_000);
  });
});

describe('The publisher of a stage without viewers for six minutes', () => {
  const [LEFT, RETURNED] = [2 * MINUTE_MS, 8 * MINUTE_MS];
  const stage = new Stage((sinceStartMs) => sinceStartMs < LEFT || sinceStartMs >= RETURNED);
  beforeAll(() => stage.run(new Array<number>(MINUTES).fill(0)));
  const roundsIn = (minute: number) =>
    stage.rounds.filter((end) => Math.floor((end - NOW) / MINUTE_MS) === minute).length;

  it('publishes every two seconds until the rest begins, and once a minute then', () => {
    expect([1, 3, 4].map(roundsIn).every((rounds) => rounds >= 29)).toBe(true);
    expect([6, 7].map(roundsIn)).toEqual([1, 1]);
  });

  it('publishes every two seconds again from the first run after viewers return', () => {
    expect([9, 10].map(roundsIn).every((rounds) => rounds >= 29)).toBe(true);
  });

  it('leaves a complete count of every instant, those of the rest included', () => {
    const instants = Array.from({ length: 60 }, (_, n) => NOW + n * 10_000);
    expect(instants.filter((instant) => stage.store.table.get(instant)?.complete !== true)).toEqual([]);
    expect(stage.store.table.get(NOW + 6 * MINUTE_MS)).toMatchObject({ streams: 0, closed: true });
    expect(stage.store.table.get(NOW + RETURNED + 30_000)?.streams).toBeGreaterThan(0);
    expect(stage.errors).toEqual([]);
  });
});

describe('runPublisher', () => {
  it('ends in time if no later run starts, and when its claims fail', async () => {
    const clock = new VirtualClock(NOW);
    const errors: unknown[] = [];
    let endedAt = 0;
    void runPublisher(NOW, {
      tick: () => Promise.resolve(),
      claim: () => Promise.reject(new Error('the table is down')),
      isResting: () => false,
      now: clock.now,
      wait: clock.wait,
      onError: (error) => errors.push(error),
    }).then(() => (endedAt = clock.now()));
    await clock.runUntil(NOW + 10 * MINUTE_MS);
    expect(errors.length).toBeGreaterThan(60);
    expect(endedAt - NOW).toBeLessThanOrEqual(LONGEST_RUN_MS);
    expect(endedAt - NOW).toBeGreaterThan(2 * MINUTE_MS);
  });
});
