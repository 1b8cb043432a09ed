import { noSums, OutageDetector } from '../../domain/quality';
import { Random } from '../simulator/random';
import { markdownTable } from './blocks';

const LIMITS = { startFailureRatio: 0.05, playbackFailureRatio: 0.05, rebufferingRatio: 0.03, slowStartRatio: 0.05 };
const ATTEMPTS_PER_MINUTE = [3, 10, 30, 100, 1_000] as const;
const RATIOS = [0.1, 0.2, 0.5, 0.9] as const;
const RUNS = 60;
const ROUND_MS = 2_000;
const LONGEST_MS = 600_000;

/** The table of docs/quality.md: how long an outage goes on until the detection finds it, by the size of its cohort. */
export const detectionTimesBlock = (): readonly string[] =>
  markdownTable(
    ['attempts a minute', ...RATIOS.map((ratio) => `${100 * ratio} % fail`)],
    ATTEMPTS_PER_MINUTE.map((attempts) => [
      attempts.toLocaleString('en'),
      ...RATIOS.map((ratio) => timesOf(attempts, ratio)),
    ]),
  );

const timesOf = (attempts: number, ratio: number): string => {
  const random = new Random(`${attempts} ${ratio}`);
  const times = Array.from({ length: RUNS }, () => timeToFind(random, attempts, ratio)).sort(
    (one, other) => one - other,
  );
  return `${words(times[RUNS >> 1])} (${words(times[Math.floor(RUNS * 0.95)])})`;
};

const words = (ms = Infinity): string => (ms >= LONGEST_MS ? 'not' : `${Math.round(ms / 1_000)} s`);

/** The time from the first attempt of an outage until a round of the detection finds it, ms. */
const timeToFind = (random: Random, perMinute: number, ratio: number): number => {
  const detector = new OutageDetector(LIMITS);
  const phase = Math.floor(random.uniform(0, 10_000));
  for (let ms = 0; ms < LONGEST_MS; ms += ROUND_MS) {
    const attempts = random.poisson((perMinute * ROUND_MS) / 60_000);
    const failures = Array.from({ length: attempts }, () => random.chance(ratio)).filter(Boolean).length;
    const at = 1_000_000_000 + phase + ms;
    detector.add({
      periodStart: at - (at % 10_000),
      cohorts: [{ cohort: {}, sums: { ...noSums(), attempts, startFailures: failures } }],
      samples: Array.from({ length: failures }, () => ({
        ...{ problem: 'start-failures' as const, player: {}, viewer: random.below(2 ** 31), weight: 1 },
      })),
    });
    if (detector.judge(at).length > 0) return ms + ROUND_MS;
  }
  return LONGEST_MS;
};
