import type { Disturbances } from '../../../tools/demo/demo-run';
import { inOrder, type SectionDeclaration } from '../../../tools/demo/demo-section';
import { featuresSection } from '../../../tools/subsystems/features/demo';
import { ingestSection } from '../../../tools/subsystems/ingest/demo';
import { lakeSection } from '../../../tools/subsystems/lake/demo';
import { ledgerSection } from '../../../tools/subsystems/ledger/demo';
import { liveSection } from '../../../tools/subsystems/live/demo';
import { operationsSection } from '../../../tools/subsystems/operations/demo';
import { registered } from '../../../tools/subsystems/registered';
import { warehouseSection } from '../../../tools/subsystems/warehouse/demo';

type ResultOf<Section> = Section extends SectionDeclaration<infer Result> ? Result : never;

const disturbances = (kinesisOutageSeconds = 0): Disturbances => ({
  ...{ outages: [], kinesisOutageSeconds, waitsForClosing: true },
});

/** A describe block over a section: its good result, and changes of it with the expected sentence. */
const describeSection = <Result extends object>(
  name: string,
  { differences }: SectionDeclaration<Result>,
  good: Result,
  cases: readonly (readonly [string, Partial<Result>, string])[],
) =>
  describe(name, () => {
    it('has no differences if all is well', () => {
      expect(differences(good, disturbances())).toEqual([]);
    });

    it.each(cases)('reports %s', (_, change, sentence) => {
      expect(differences({ ...good, ...change }, disturbances())).toEqual([sentence]);
    });
  });

describeSection(
  'the section ingest',
  ingestSection,
  {
    ...{ sent: 11, accepted: 10, refused: 1, duplicatesSent: 0, quarantined: 1 },
    ...{ requests: 5, eventsPerSecond: 1, retries: 0, unanswered: 0 },
  },
  [
    [
      'a player without an answer',
      { unanswered: 2 },
      '2 players stopped before an answer came: the simulator may count too few accepted events',
    ],
    [
      'a refused event that is not quarantined',
      { quarantined: 0 },
      'the collector refused 1 event, and the quarantine contains 0',
    ],
  ],
);

const LIVE: ResultOf<typeof liveSection> = {
  ...{ instants: 6, exactInstants: 6, maxErrorPct: 0, peakStreams: 9 },
  ...{ completeAfterMsP50: 12_500, completeAfterMsP99: 15_000 },
};

describeSection('the section live', liveSection, LIVE, [
  ['an instant that is not exact', { exactInstants: 5 }, '1 of 6 instants are not exact'],
  ['fewer than three instants', { instants: 2, exactInstants: 2 }, 'only 2 instants closed; the minimum is 3'],
  [
    'late completion',
    { completeAfterMsP99: 15_100 },
    '99 % of the instants were complete after 15.1 s; the limit is 15.0 s',
  ],
]);

describe('the limit for the completion of instants', () => {
  it('grows by the duration of a Kinesis outage and by the time to drain the queue', () => {
    const late = { ...LIVE, completeAfterMsP99: 55_000 };
    expect(liveSection.differences(late, disturbances(30))).toEqual([]);
    expect(liveSection.differences(late, disturbances(10))).toHaveLength(1);
  });
});

describeSection(
  'the section lake',
  lakeSection,
  {
    ...{ rawRows: 12, curatedRows: 10, uniqueAccepted: 10, missing: 0, invented: 0 },
    ...{ sessions: 3, sessionsWithoutOutcome: 0, oneDayBytes: 100, allBytes: 100, changedByRepetition: [] },
  },
  [
    ['missing events', { missing: 2 }, 'the lake lacks 2 accepted events'],
    [
      'events too many',
      { invented: 1 },
      'the lake contains 1 event too many: copies, or events that were never accepted',
    ],
    ['a session without an outcome', { sessionsWithoutOutcome: 1 }, '1 session without exactly one outcome'],
    [
      'a curation that is not repeatable',
      { changedByRepetition: ['sessions', 'content_weekly'] },
      'a second curation changed sessions, content_weekly',
    ],
  ],
);

describeSection(
  'the section features',
  featuresSection,
  { ...{ viewers: 5, checked: 5, wrong: 0, delayMsP50: 900, delayMsP99: 3_000, lookupMsP50: 2, lookupMsP99: 10 } },
  [
    ['wrong features', { wrong: 1 }, '1 of 5 viewers have wrong features'],
    ['viewers without features', { checked: 4 }, '4 of 5 viewers have features'],
  ],
);

describeSection(
  'the section warehouse',
  warehouseSection,
  { ...{ rows: 10, expectedRows: 10, days: 1, loads: 2, rowsAfterRepetition: 10, cutShort: true } },
  [
    ['missing events', { rows: 9, rowsAfterRepetition: 9 }, 'the warehouse has 9 events, not 10'],
    ['rows that a repeated load adds', { rowsAfterRepetition: 12 }, 'a repeated load left 12 events, not 10'],
    [
      'an interrupted load that did not fail',
      { cutShort: false },
      'a load that was interrupted between two statements did not fail',
    ],
  ],
);

describeSection(
  'the section ledger',
  ledgerSection,
  {
    ...{ accepted: 10, counted: 10, raw: 10, curated: 10, mirrored: 10, quarantined: 1, duplicates: 0, lost: 0 },
    ...{ audited: 10, accounts: 2, accountsAccepted: 10, accountsLost: 0, accountsPending: 0, accountsUnannounced: 0 },
  },
  [
    ['a lost event', { lost: 1 }, 'at least one path lacks 1 accepted event'],
    ['events that the ledger reports as lost', { accountsLost: 2 }, 'the ledger reports 2 lost events'],
    ['events that the ledger still expects', { accountsPending: 3 }, 'the ledger still expects 3 events'],
    ['a run without an account', { accounts: 0 }, 'the ledger has no account of the run'],
    [
      'accepted events without a note',
      { accountsAccepted: 9 },
      'the ledger has 9 of the 10 accepted events that it should follow',
    ],
  ],
);

describeSection(
  'the section operations',
  operationsSection,
  { restrictedRoles: 20, denials: 0, denialMessages: [], policyProblems: [] },
  [
    [
      'denied calls',
      { denials: 2, denialMessages: ['User: u is not authorized to perform: sqs:SendMessage'] },
      'policies denied 2 calls, such as: User: u is not authorized to perform: sqs:SendMessage',
    ],
    [
      'policies that are not evaluated',
      { policyProblems: ['P[0]: the condition operator IpAddress is not evaluated here'] },
      'policies are not evaluated completely: P[0]: the condition operator IpAddress is not evaluated here',
    ],
  ],
);

describe('the registered sections', () => {
  it('are checked in an order that satisfies their dependencies', () => {
    const sections = registered('demo').map(({ subsystem, registration }) => ({ ...registration, name: subsystem }));
    const names = inOrder(sections).map(({ name }) => name);
    const expected = ['features', 'ingest', 'lake', 'ledger', 'live', 'operations', 'quality', 'warehouse'];
    expect(names.toSorted()).toEqual(expected);
    for (const { name, after } of sections)
      for (const earlier of after) expect(names.indexOf(earlier)).toBeLessThan(names.indexOf(name));
    expect(names.indexOf('live')).toBe(0); // its last instants close while no other check loads the machine
  });
});
