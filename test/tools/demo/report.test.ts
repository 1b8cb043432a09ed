import { percentile } from '../../../tools/demo/percentile';
import { differencesIn } from '../../../tools/demo/report';

const GOOD = {
  ingest: {
    sent: 11,
    accepted: 10,
    refused: 1,
    duplicatesSent: 0,
    quarantined: 1,
    requests: 5,
    eventsPerSecond: 1,
    retries: 0,
    unanswered: 0,
  },
  live: {
    instants: 6,
    exactInstants: 6,
    maxErrorPct: 0,
    completeAfterMsP50: 12_500,
    completeAfterMsP99: 15_000,
    peakStreams: 9,
  },
  quality: { outages: [], falseAlarms: 0, falseAlarmNames: [], alarms: [] },
  lake: {
    rawRows: 12,
    curatedRows: 10,
    uniqueAccepted: 10,
    missing: 0,
    invented: 0,
    sessions: 3,
    sessionsWithoutOutcome: 0,
    oneDayBytes: 100,
    allBytes: 100,
    changedByRepetition: [],
  },
  features: {
    viewers: 5,
    checked: 5,
    wrong: 0,
    delayMsP50: 900,
    delayMsP99: 3_000,
    lookupMsP50: 2,
    lookupMsP99: 10,
  },
  ledger: {
    ...{ accepted: 10, counted: 10, raw: 10, curated: 10, mirrored: 10, quarantined: 1, duplicates: 0, lost: 0 },
    ...{ audited: 10, accounts: 2, accountsAccepted: 10, accountsLost: 0, accountsPending: 0, accountsUnannounced: 0 },
  },
  warehouse: { rows: 10, expectedRows: 10, days: 1, loads: 2, rowsAfterRepetition: 10, cutShort: true },
};

describe('a demo', () => {
  it('that shows what it must has no differences', () => {
    expect(differencesIn(GOOD, 0)).toEqual([]);
  });

  it.each([
    ['an instant that is not exact', { ...GOOD, live: { ...GOOD.live, exactInstants: 5 } }, '1 of 6 instants'],
    [
      'fewer than three instants',
      { ...GOOD, live: { ...GOOD.live, instants: 2, exactInstants: 2 } },
      'only 2 instants',
    ],
    [
      'a player that was cut off',
      { ...GOOD, ingest: { ...GOOD.ingest, unanswered: 2 } },
      '2 players had no answer when they were cut off',
    ],
    ['a late completion', { ...GOOD, live: { ...GOOD.live, completeAfterMsP99: 15_001 } }, '15001 ms'],
    ['a wrong viewer', { ...GOOD, features: { ...GOOD.features, wrong: 1 } }, '1 of 5 viewers have wrong features'],
    ['a viewer without features', { ...GOOD, features: { ...GOOD.features, checked: 4 } }, 'only 4 have features'],
    ['a lost event', { ...GOOD, ledger: { ...GOOD.ledger, lost: 1 } }, '1 accepted events are lost'],
    ['a loss in the ledger', { ...GOOD, ledger: { ...GOOD.ledger, accountsLost: 2 } }, 'has 2 events lost'],
    ['an account that is not whole', { ...GOOD, ledger: { ...GOOD.ledger, accountsPending: 3 } }, 'awaits 3 events'],
    ['a run with no account', { ...GOOD, ledger: { ...GOOD.ledger, accounts: 0 } }, 'no account'],
    ['an acceptance nobody noted', { ...GOOD, ledger: { ...GOOD.ledger, accountsAccepted: 9 } }, 'not of all 10'],
    [
      'an event that the warehouse lacks',
      { ...GOOD, warehouse: { ...GOOD.warehouse, rows: 9, rowsAfterRepetition: 9 } },
      'has 9 events, not 10',
    ],
    [
      'a row that a repeated run adds',
      { ...GOOD, warehouse: { ...GOOD.warehouse, rowsAfterRepetition: 12 } },
      'a repeated run left 12 events',
    ],
    ['a run that can not be cut short', { ...GOOD, warehouse: { ...GOOD.warehouse, cutShort: false } }, 'did not fail'],
    ['an event that the lake lacks', { ...GOOD, lake: { ...GOOD.lake, missing: 2 } }, '2 accepted events are not'],
    ['an event that the lake made up', { ...GOOD, lake: { ...GOOD.lake, invented: 1 } }, 'were never accepted'],
    ['an attempt that came to nothing', { ...GOOD, lake: { ...GOOD.lake, sessionsWithoutOutcome: 1 } }, 'no outcome'],
    [
      'a curation that is not repeatable',
      { ...GOOD, lake: { ...GOOD.lake, changedByRepetition: ['sessions'] } },
      'answers of sessions',
    ],
    ['a refusal that is nowhere', { ...GOOD, ingest: { ...GOOD.ingest, quarantined: 0 } }, '0 quarantined'],
  ])('names %s', (_, report, sentence) => {
    expect(differencesIn(report, 0)).toEqual([expect.stringContaining(sentence)]);
  });

  it('gives instants under an outage the time of the outage and of the way back', () => {
    const late = { ...GOOD, live: { ...GOOD.live, completeAfterMsP99: 55_000 } };
    expect(differencesIn(late, 30)).toEqual([]);
    expect(differencesIn(late, 10)).toHaveLength(1);
  });
});

describe('a percentile', () => {
  it('is by nearest rank, and 0 of nothing', () => {
    expect([percentile([3, 1, 2], 0.5), percentile([3, 1, 2], 0.99), percentile([], 0.5)]).toEqual([2, 3, 0]);
  });
});
