import { beginErasure, erasedStores, retainedData, type ViewerStore } from '../../../domain/erasure';

const STORES: readonly ViewerStore[] = [
  { subsystem: 'lake', store: 'LakeBucket', keeps: 'pseudonyms', where: 'raw', copies: 'old versions', copiesDays: 7 },
  { subsystem: 'features', store: 'Features', keeps: 'pseudonyms' },
  {
    subsystem: 'warehouse',
    store: 'Warehouse/Namespace',
    keeps: 'pseudonyms',
    copies: 'recovery points',
    copiesDays: 1,
  },
  { subsystem: 'live', store: 'Presence', keeps: 'session ids', days: 2 },
  { subsystem: 'live', store: 'FailedBatches', keeps: 'pseudonyms', days: 30, copies: 'old versions', copiesDays: 1 },
];
const { removed } = beginErasure('r1', ['k1'], '2026-11-30');

describe('erasedStores', () => {
  it('lists every store that keeps data until an erasure with its count, also if it is 0', () => {
    const rows = { raw_viewing_events: 5, sessions: 2, warehouse_sessions: 1 };
    const quarantine = { subsystem: 'ingest', store: 'Quarantine/Bucket', keeps: 'pseudonyms' };
    expect(erasedStores([...STORES, quarantine], { ...removed, rows, quarantined: 4 })).toEqual([
      { store: 'lake/LakeBucket', removed: 7 },
      { store: 'features/Features', removed: 0 },
      { store: 'warehouse/Warehouse/Namespace', removed: 1 },
      { store: 'ingest/Quarantine/Bucket', removed: 4 },
    ]);
  });

  it('throws for a store that no erasure empties, so that no receipt is written', () => {
    const store = { subsystem: 'ingest', store: 'Index', keeps: 'pseudonyms' }; // other stores of ingest are emptied
    expect(() => erasedStores([store], removed)).toThrow('No erasure empties the store ingest/Index.');
  });
});

describe('retainedData', () => {
  it('adds the retention of the store and of its copies, and the day that a deletion may take', () => {
    expect(retainedData(STORES, '2026-11-30')).toEqual([
      { store: 'lake/LakeBucket', what: 'old versions: raw', until: '2026-12-08' },
      { store: 'warehouse/Warehouse/Namespace', what: 'recovery points', until: '2026-12-02' },
      { store: 'live/Presence', what: 'session ids', until: '2026-12-03' },
      { store: 'live/FailedBatches', what: 'pseudonyms', until: '2027-01-01' },
    ]);
  });
});
