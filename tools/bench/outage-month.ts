import { OutageDetector } from '../../domain/quality';
import { describeOutage } from '../../domain/quality/outages/outage-message';
import { defineCommand } from '../command/command';
import { runCommand } from '../command/run-command';
import { STAGES } from '../../lib/stages';
import { OrdinaryViewing } from './ordinary-viewing';
import { printResults } from './print-results';

const PERIODS_PER_DAY = 8_640;
/** A Monday. */
const START = Date.UTC(2026, 5, 1);

runCommand(
  defineCommand({
    name: 'npm run bench:month',
    summary: 'Judges simulated ordinary viewing, and fails if it finds more than one outage a month.',
    options: {
      streams: { type: 'number', description: 'concurrent streams in the evening', default: 300, minimum: 1 },
      from: {
        type: 'number',
        description: 'the first day; 0 is a Monday, and a title is launched on day 4 at 20:00',
        default: 0,
      },
      days: { type: 'number', description: 'how many days', default: 30, minimum: 0.1 },
      seed: { type: 'text', description: 'another seed is another month', default: '1' },
    },
    example: '--streams 2500',
    run: ({ streams, from, days, seed }) => {
      const viewing = new OrdinaryViewing(`${seed} ${streams}`, streams);
      const detector = new OutageDetector(STAGES.prod.quality.limits);
      const found: string[] = [];
      let attempts = 0;
      for (let index = from * PERIODS_PER_DAY; index < (from + days) * PERIODS_PER_DAY; index++) {
        const sums = viewing.period(index, START);
        detector.add(sums);
        attempts += sums.cohorts.find(({ cohort }) => Object.keys(cohort).length === 0)?.sums.attempts ?? 0;
        for (const { kind, outage } of detector.judge(sums.periodStart)) {
          if (kind !== 'found') continue;
          const ratios = outage.ratios.map(({ ratio }) => ratio.toFixed(2)).join(' ');
          found.push(
            `${new Date(outage.foundAt).toISOString()} ${describeOutage(outage)} ${ratios}, ${outage.viewers} viewers`,
          );
        }
      }
      const ok = found.length <= Math.max(1, days / 30);
      const ordinaryViewing = { streams, from, days, attempts, found, target: 'at most one a month', ok };
      return Promise.resolve(printResults({ ordinaryViewing }));
    },
  }),
);
