import fc from 'fast-check';
import { foldQuality, mergeShares, type PeriodShare, readShare, writeShare } from '../../../domain/quality';
import { NOW, playerEvents } from '../../support/events';
import { messagesOf, reportIn } from '../../support/quality';

const CDNS = new Set(['edge-a', 'edge-b']);
const timelyEvents = () => playerEvents().map((event) => ({ ...event, event_ts: NOW }));

/** The periods of a merge, independent of order. */
const resultOf = (shares: readonly PeriodShare[]): unknown =>
  mergeShares(shares).map(({ cells, ...counts }) => ({
    counts: [counts.periodStart, counts.accepted, counts.refused, counts.late, counts.oldestReceivedAt],
    cells: Object.fromEntries(
      cells.map(({ deviceType, cdn, totals }) => [
        `${deviceType} ${cdn}`,
        { ...totals, startupMs: [...totals.startupMs].sort(([a], [b]) => a - b) },
      ]),
    ),
  }));

const passed = (share: PeriodShare): PeriodShare => {
  const read = readShare(writeShare(share));
  if (!read) throw new Error('The message could not be read.');
  return read;
};

describe('shares of a period', () => {
  it('add up to exactly what one batch with all reports has, however the reports were distributed over batches', () => {
    fc.assert(
      fc.property(fc.array(fc.array(timelyEvents(), { maxLength: 8 }), { maxLength: 6 }), (batches) => {
        const reports = batches.map((events) => messagesOf(events).map(reportIn));
        const shares = reports.flatMap((batch) => foldQuality(batch, CDNS)).map(passed);
        expect(resultOf(shares)).toEqual(resultOf(foldQuality(reports.flat(), CDNS)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('readShare', () => {
  const written = foldQuality(messagesOf([{ device_type: 'web', cdn: 'edge-a' }]).map(reportIn), CDNS)[0];

  it.each([
    ['no JSON', 'junk'],
    ['no object', '7'],
    ['null', 'null'],
    ['a quality report', messagesOf([{}])[0] ?? ''],
    ['no cells', JSON.stringify({ ...written, cells: undefined })],
    [
      'an unknown device class',
      JSON.stringify({ ...written, cells: [{ deviceType: 'fridge', cdn: 'a', totals: {} }] }),
    ],
    ['a negative count', JSON.stringify({ ...written, accepted: -1 })],
  ])('rejects %s', (_, body) => {
    expect(readShare(body)).toBeUndefined();
  });
});
