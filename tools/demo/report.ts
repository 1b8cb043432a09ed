import { alarmDifferences, type QualityReport } from './alarm-judgement';
import { warehouseDifferences, type WarehouseReport } from './warehouse-check';
import { type LakeReport, lakeDifferences } from './lake-check';
import { featureDifferences, type FeaturesReport } from './features-check';
import { ledgerDifferences, type LedgerReport } from './ledger-check';
import type { MemoryReport } from './memory-meter';
import { type SpikeReport, spikeDifferences } from './scenarios/spike';

/** What the way in did, as the viewers saw it and the quarantine kept it. All counts are of events. */
export interface IngestReport {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly duplicatesSent: number;
  readonly quarantined: number;
  readonly requests: number;
  readonly eventsPerSecond: number;
  readonly retries: number;
  /** Players that were cut off while they waited for an answer: what they know of is less than what was accepted. */
  readonly unanswered: number;
}

/** Live counts against the viewers' own truth, over the instants that the run closed. */
export interface LiveReport {
  readonly instants: number;
  /** Instants whose total, device classes and titles all equal the truth. */
  readonly exactInstants: number;
  readonly maxErrorPct: number;
  /** From an instant until its count was complete. */
  readonly completeAfterMsP50: number;
  readonly completeAfterMsP99: number;
  readonly peakStreams: number;
}

/** What a demo leaves behind. */
export interface DemoReport {
  readonly scenario: string;
  readonly seconds: number;
  readonly viewers: number;
  readonly seed: string;
  readonly ingest: IngestReport;
  readonly live: LiveReport;
  readonly quality: QualityReport;
  readonly features: FeaturesReport;
  /** Of the scenario spike alone. */
  readonly spike?: SpikeReport;
  readonly lake: LakeReport;
  readonly warehouse: WarehouseReport;
  readonly ledger: LedgerReport;
  readonly memory: MemoryReport;
  /** What differs from what it must be; empty when all is well. */
  readonly differences: readonly string[];
}

/** An instant is complete within this, at the 99th percentile. */
const COMPLETE_WITHIN_MS = 15_000;

/** A run that closed fewer instants shows nothing. */
const FEWEST_INSTANTS = 3;

/** An instant that an outage fell upon is complete when that is over and the overflow queue drained. */
const DRAINED_WITHIN_MS = 15_000;

/** Holds a report to what every run must show; each difference as a sentence. */
export const differencesIn = (
  {
    ingest,
    live,
    quality,
    features,
    spike,
    lake,
    warehouse,
    ledger,
  }: Pick<DemoReport, 'ingest' | 'live' | 'quality' | 'features' | 'spike' | 'lake' | 'warehouse' | 'ledger'>,
  kinesisOutageSeconds: number,
): string[] => {
  const outageMs = kinesisOutageSeconds === 0 ? 0 : kinesisOutageSeconds * 1000 + DRAINED_WITHIN_MS;
  const completeWithinMs = COMPLETE_WITHIN_MS + outageMs;
  const rules: readonly (readonly [boolean, string])[] = [
    [
      ingest.unanswered === 0,
      `${ingest.unanswered} players had no answer when they were cut off: their truth is not whole`,
    ],
    [live.instants >= FEWEST_INSTANTS, `only ${live.instants} instants closed, fewer than ${FEWEST_INSTANTS}`],
    [
      live.exactInstants === live.instants,
      `${live.instants - live.exactInstants} of ${live.instants} instants are not exact`,
    ],
    [
      live.completeAfterMsP99 <= completeWithinMs,
      `instants were complete after ${live.completeAfterMsP99} ms at p99, more than ${completeWithinMs}`,
    ],
    [
      ingest.quarantined === ingest.refused,
      `${ingest.refused} events were refused and ${ingest.quarantined} quarantined`,
    ],
  ];
  return [
    ...rules.flatMap(([holds, sentence]) => (holds ? [] : [sentence])),
    ...alarmDifferences(quality),
    ...featureDifferences(features),
    ...(spike ? spikeDifferences(spike) : []),
    ...lakeDifferences(lake),
    ...ledgerDifferences(ledger),
    ...warehouseDifferences(warehouse),
  ];
};

/** The report as lines for a person. */
export const toLines = ({
  ingest,
  live,
  quality,
  features,
  spike,
  lake: { changedByRepetition, ...lake },
  warehouse: { cutShort, ...warehouse },
  ledger,
  memory: { byMinuteMb, ...memory },
  differences,
}: DemoReport): readonly string[] => [
  '',
  ...table('ingest', {
    ...ingest,
    eventsPerSecond: Math.round(ingest.eventsPerSecond),
  }),
  ...table('live', { ...live, maxErrorPct: Number(live.maxErrorPct.toFixed(3)) }),
  ...table('quality', { falseAlarms: quality.falseAlarms }),
  ...quality.outages.map(
    ({ cohort, alarm, detectedAfterMs, recoveredAfterMs }) =>
      `            ${cohort}: ${alarm} after ${seconds(detectedAfterMs)}, clear ${seconds(recoveredAfterMs)} after its end`,
  ),
  ...(spike
    ? [
        `  spike     ${spike.from} to ${spike.to} viewers in ${seconds(spike.reachedAfterMs)}; reports folded within 5 s again after ${seconds(spike.delayUnder5sAfterMs)}`,
      ]
    : []),
  ...table('lake', lake),
  ...table('', { changedByRepetition: changedByRepetition.length }),
  ...table('features', { ...features }),
  ...table('warehouse', warehouse),
  ...table('', { runsCutShort: Number(cutShort) }),
  ...table('ledger', { ...ledger }),
  ...table('memory', memory),
  ...(byMinuteMb.length === 0
    ? []
    : [`            by whole minute: ${byMinuteMb.map((mb) => mb.toLocaleString('en-US')).join(' · ')} MB`]),
  '',
  ...(differences.length === 0
    ? ['  What every reader saw is what the viewers did.']
    : differences.map((difference) => `  DIFFERENCE: ${difference}`)),
];

const seconds = (ms: number | null): string => (ms === null ? 'never' : `${(ms / 1_000).toFixed(1)} s`);

const table = (section: string, values: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(values).map(
    ([name, value], index) =>
      `  ${(index === 0 ? section : '').padEnd(10)}${name.padEnd(22)}${value.toLocaleString('en-US').padStart(12)}`,
  );
