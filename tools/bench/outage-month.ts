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
      days: { type: 'number', description: 'how many days, from a Monday', default: 30, minimum: 1 },
      seed: { type: 'text', description: 'another seed is another month', default: '1' },
    },
    example: '--streams 2500',
    run: ({ streams, days, seed }) => {
      const viewing = new OrdinaryViewing(`${seed} ${streams}`, streams);
      const detector = new OutageDetector(STAGES.prod.quality.limits);
      const found: string[] = [];
      for (let index = 0; index < days * PERIODS_PER_DAY; index++) {
        const sums = viewing.period(index, START);
        detector.add(sums);
        for (const { kind, outage } of detector.judge(sums.periodStart)) {
          if (kind !== 'found') continue;
          const ratios = outage.ratios.map(({ ratio }) => ratio.toFixed(2)).join(' ');
          found.push(
            `${new Date(outage.foundAt).toISOString()} ${describeOutage(outage)} ${ratios}, ${outage.viewers} viewers`,
          );
        }
      }
      const allowed = Math.max(1, days / 30);
      return Promise.resolve(
        printResults({
          ordinaryViewing: { streams, days, found, target: 'at most one a month', ok: found.length <= allowed },
        }),
      );
    },
  }),
);
