import type { DemoRun } from '../../demo/demo-run';
import { brokenRules, defineSection, type SectionDeclaration } from '../../demo/demo-section';
import { count } from '../../demo/format';
import { intakeOf } from './intake';

/** The acceptance of events, as the viewers observed it and as the quarantine recorded it. All numbers count events. */
interface IngestReport {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly duplicatesSent: number;
  readonly quarantined: number;
  readonly requests: number;
  readonly eventsPerSecond: number;
  readonly retries: number;
  /**
   * Players that were stopped while they waited for an answer. More events may be accepted than these players recorded.
   */
  readonly unanswered: number;
}

const check = async (run: DemoRun): Promise<IngestReport> => {
  const { stats, from, to } = run;
  const { quarantined } = await intakeOf(run);
  return {
    sent: stats.sent,
    accepted: stats.accepted,
    refused: stats.refused,
    duplicatesSent: stats.duplicatesSent,
    quarantined,
    requests: stats.requests,
    eventsPerSecond: ((stats.accepted + stats.duplicatesSent) * 1_000) / (to - from),
    retries: stats.retries,
    unanswered: stats.unanswered,
  };
};

/** Checks that every request is answered, and that every refused event is in the quarantine. */
export const ingestSection: SectionDeclaration<IngestReport> = {
  after: ['live'],
  step: 'finding every accepted event in the stream',
  check,
  differences: ({ unanswered, refused, quarantined }) =>
    brokenRules([
      [
        unanswered === 0,
        `${count(unanswered, 'player')} stopped before an answer came: the simulator may count too few accepted events`,
      ],
      [
        quarantined === refused,
        `the collector refused ${count(refused, 'event')}, and the quarantine contains ${quarantined}`,
      ],
    ]),
  numbers: (ingest) => ({ ...ingest, eventsPerSecond: Math.round(ingest.eventsPerSecond) }),
};

export default defineSection(ingestSection);
