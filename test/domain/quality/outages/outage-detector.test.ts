import { type Cohort, cohortsOf, describeCohort } from '../../../../domain/quality/outages/cohort';
import { noSums } from '../../../../domain/quality/outages/cohort-sums';
import { type OutageChange, OutageDetector } from '../../../../domain/quality/outages/outage-detector';
import type { QualityLimits } from '../../../../domain/quality/outages/problem';
import { type AttemptsOptions, attemptsOf, sumsOf } from '../../../support/attempts';

const LIMITS: QualityLimits = {
  startFailureRatio: 0.05,
  playbackFailureRatio: 0.05,
  rebufferingRatio: 0.03,
  slowStartRatio: 0.05,
};
const START = Date.UTC(2026, 10, 30, 20);
const MINUTE = 60_000;
const at = (minutes: number): number => START + minutes * MINUTE;
const PLAYER: Required<Cohort> = {
  deviceType: 'web',
  cdn: 'cdn-a',
  appVersion: '5.0',
  contentId: 'title-1',
  country: 'DE',
  streamType: 'vod',
};

/** What the detector says of attempts, with the seconds since the start. */
const play = (options: Omit<AttemptsOptions, 'from' | 'to' | 'seed'>, minutes: number, seed = '1') => {
  const detector = new OutageDetector(LIMITS);
  const said: {
    readonly second: number;
    readonly kind: string;
    readonly who: string;
    readonly change: OutageChange;
  }[] = [];
  for (const { at: time, sums } of attemptsOf({ ...options, seed, from: START, to: at(minutes) })) {
    detector.add(sums);
    for (const change of detector.judge(time + 2_000)) {
      const who = describeCohort(change.outage.cohort);
      said.push({ second: (time + 2_000 - START) / 1_000, kind: change.kind, who, change });
    }
  }
  return said;
};

describe('an outage of each kind of cohort', () => {
  it.each<[string, Cohort]>([
    ['all players', {}],
    ['smart_tv', { deviceType: 'smart_tv' }],
    ['CDN cdn-b', { cdn: 'cdn-b' }],
    ['app version 5.2', { appVersion: '5.2' }],
    ['title title-3', { contentId: 'title-3' }],
    ['country PL', { country: 'PL' }],
    ['live streams', { streamType: 'live' }],
    ['smart_tv on CDN cdn-a', { deviceType: 'smart_tv', cdn: 'cdn-a' }],
    ['mobile on app version 5.1', { deviceType: 'mobile', appVersion: '5.1' }],
  ])('is found within 20 s with its cause and ends with it: %s', (who, cohort) => {
    const said = play({ rate: 40, outages: [{ cohort, share: 0.9, from: at(1), to: at(2) }] }, 4);
    expect(said[0]).toMatchObject({ kind: 'found' });
    expect(said[0]?.second).toBeGreaterThan(60);
    expect(said[0]?.second).toBeLessThanOrEqual(80);
    expect(said.at(-1)).toMatchObject({ kind: 'ended', who });
    expect(said.at(-1)?.second).toBeLessThanOrEqual(3 * 60);
    expect(said.length).toBeLessThanOrEqual(3); // the cause may be corrected once
  });

  it('of a tenth of the size takes longer, and is found too', () => {
    const cohort = { deviceType: 'smart_tv', cdn: 'cdn-a' };
    const said = play({ rate: 1, outages: [{ cohort, share: 0.9, from: at(1), to: at(5) }] }, 9);
    expect(said.map(({ kind, who }) => [kind, who])).toEqual([
      ['found', 'smart_tv on CDN cdn-a'],
      ['ended', 'smart_tv on CDN cdn-a'],
    ]);
  });
});

it('an outage lists a problem only with enough evidence of its own', () => {
  const detector = new OutageDetector(LIMITS);
  for (let period = 0; period < 3; period++) {
    const sums = { ...noSums(), attempts: 100, startFailures: 50, lateFailures: 6 };
    detector.add({
      periodStart: START + period * 10_000,
      cohorts: [{ cohort: {}, sums }],
      samples: Array.from({ length: 20 }, (_, n) => ({
        ...{ problem: n < 15 ? ('start-failures' as const) : ('playback-failures' as const), player: PLAYER },
        ...{ viewer: 20 * period + n, weight: 1 },
      })),
    });
    detector.judge(START + period * 10_000);
  }
  expect(detector.open.flatMap(({ ratios }) => ratios.map(({ problem }) => problem))).toEqual(['start-failures']);
});

it('two outages at once have two causes', () => {
  const outages = [{ cdn: 'cdn-b' }, { country: 'PL' }].map((cohort) => ({
    cohort,
    share: 0.9,
    from: at(1),
    to: at(2),
  }));
  const said = play({ rate: 40, outages }, 3);
  const open = said.filter(({ second }) => second < 2 * 60).filter(({ kind }) => kind !== 'ended');
  expect(open.map(({ who }) => who)).toEqual(expect.arrayContaining(['CDN cdn-b', 'country PL']));
});

it.each([
  [30, 2],
  [10, 10],
  [3, 60],
])('%d minutes of ordinary viewing with %d attempts a second find nothing', (minutes, rate) => {
  expect(play({ rate }, minutes)).toEqual([]);
});

/** Attempts of one player, spread over three minutes. */
const spread = (bad: number, of: number, viewerOf: (n: number) => number) => {
  const detector = new OutageDetector(LIMITS);
  const changes: OutageChange[] = [];
  for (let n = 0; n < of; n++) {
    const time = START + Math.floor((n * 170_000) / of);
    const attempt = { player: PLAYER, viewer: viewerOf(n), isBad: n >= of - bad };
    detector.add(sumsOf(time - (time % 10_000), [attempt]));
    changes.push(...detector.judge(time));
  }
  return changes;
};

it('eight failures in ten attempts within three minutes are an outage', () => {
  expect(spread(8, 10, (n) => n).map(({ kind }) => kind)).toContain('found');
});

it('eight failures in ten attempts of a title among 5,000 titles are one too', () => {
  const detector = new OutageDetector(LIMITS);
  const others = Array.from({ length: 5_000 }, (_, n) => ({
    ...{ player: { ...PLAYER, contentId: `other-${n}` }, viewer: n, isBad: false },
  }));
  const ten = Array.from({ length: 10 }, (_, n) => ({ player: PLAYER, viewer: 10_000 + n, isBad: n < 8 }));
  detector.add(sumsOf(START, [...others, ...ten]));
  expect(detector.judge(START).map(({ outage }) => outage.cohort)).toEqual([{ contentId: 'title-1' }]);
});

it('one viewer who fails twenty times is none', () => {
  expect(spread(20, 25, (n) => (n < 5 ? n : 99))).toEqual([]);
});

it('a new detector goes on where another stopped: the outage keeps its name and is not found again', () => {
  const outages = [{ cohort: { cdn: 'cdn-b' }, share: 0.9, from: at(1), to: at(9) }];
  const events = [...attemptsOf({ rate: 10, outages, seed: '1', from: START, to: at(5) })];
  const first = new OutageDetector(LIMITS);
  const found: OutageChange[] = [];
  for (const { at: time, sums } of events) {
    first.add(sums);
    found.push(...first.judge(time));
  }
  const second = new OutageDetector(LIMITS);
  second.restore(first.state());
  for (const { at: time, sums } of events) if (time >= at(2)) second.add(sums); // what the table still has
  expect(second.judge(at(5))).toEqual([]);
  expect(second.open.map(({ id }) => id)).toEqual(first.open.map(({ id }) => id));
  expect(found.filter(({ kind }) => kind === 'found')).toHaveLength(1);
});

it('the order and the batches in which sums arrive change nothing', () => {
  const outages = [{ cohort: { cdn: 'cdn-b' }, share: 0.9, from: at(1), to: at(9) }];
  const sums = [...attemptsOf({ rate: 10, outages, seed: '1', from: START, to: at(2) })].map((each) => each.sums);
  const openAfter = (ordered: typeof sums) => {
    const detector = new OutageDetector(LIMITS);
    for (const each of ordered) detector.add(each);
    detector.judge(at(2));
    return detector.open.map(({ cohort, ratios, since, viewers }) => ({ cohort, ratios, since, viewers }));
  };
  expect(openAfter(sums.toReversed())).toEqual(openAfter(sums));
  expect(openAfter(sums)).toMatchObject([{ cohort: { cdn: 'cdn-b' } }]);
});

it('reports that have waited in the queue are judged by their own time', () => {
  const outages = [{ cohort: {}, share: 0.9, from: at(1), to: at(2) }];
  const detector = new OutageDetector(LIMITS);
  for (const { sums } of attemptsOf({ rate: 10, outages, seed: '1', from: START, to: at(2) })) detector.add(sums);
  expect(detector.judge(at(60)).map(({ kind }) => kind)).toEqual(['found']);
});

describe('the other problems', () => {
  /** Sums of every cohort of a player, the same in each period. */
  const judge = (
    part: Partial<ReturnType<typeof noSums>>,
    problem: 'rebuffering' | 'slow-startup' | 'playback-failures',
  ) => {
    const detector = new OutageDetector(LIMITS);
    for (let period = 0; period < 3; period++) {
      detector.add({
        periodStart: START + period * 10_000,
        cohorts: cohortsOf(PLAYER).map((cohort) => ({ cohort, sums: { ...noSums(), ...part } })),
        samples: Array.from({ length: 20 }, (_, n) => ({
          problem,
          player: PLAYER,
          viewer: 20 * period + n,
          weight: 1,
        })),
      });
    }
    return detector.judge(START).flatMap(({ outage }) => outage.ratios.map((ratio) => ratio.problem));
  };

  it('stalls are found in the time that viewers watch', () => {
    expect(judge({ watchedMs: 600_000, rebufferingMs: 300_000 }, 'rebuffering')).toEqual(['rebuffering']);
    expect(judge({ watchedMs: 600_000, rebufferingMs: 12_000 }, 'rebuffering')).toEqual([]);
  });

  it('slow starts are found among the plays', () => {
    expect(judge({ attempts: 30, plays: 30, slowStarts: 12 }, 'slow-startup')).toEqual(['slow-startup']);
  });

  it('failures during an event are compared with those who watch it, not with its few attempts', () => {
    const hour = 3_600_000;
    expect(judge({ attempts: 2, lateFailures: 10, watchedMs: 500 * hour }, 'playback-failures')).toEqual([]);
    expect(judge({ attempts: 2, lateFailures: 200, watchedMs: 500 * hour }, 'playback-failures')).toEqual([
      'playback-failures',
    ]);
  });
});
