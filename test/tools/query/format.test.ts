import { formatBytes, formatEstimate, formatTable, formatUsd, toCsvLine } from '../../../tools/query/format';
import { athenaCostUsd } from '../../../tools/query/price';

describe('formatTable', () => {
  it('aligns numbers to the right and texts to the left, and cuts lines to the width', () => {
    const rows = [
      ['2026-11-24', '7', 'a long title'],
      ['2026-11-25', '1234', undefined],
    ];
    expect(formatTable(['dt', 'plays', 'title'], rows, 24)).toEqual([
      'dt          plays  title',
      '──────────  ─────  ────…',
      '2026-11-24      7  a lo…',
      '2026-11-25   1234',
    ]);
  });

  it('replaces control characters in values', () => {
    expect(formatTable(['a'], [['x\u001b[2Jy\nz']], 80)[2]).toBe('x [2Jy z');
  });
});

describe('toCsvLine', () => {
  it('quotes values that need it', () => {
    expect(toCsvLine(['a', undefined, 'b,c', 'say "x"', 'two\nlines'])).toBe('a,,"b,c","say ""x""","two\nlines"');
  });
});

describe('athenaCostUsd', () => {
  it('charges at least 10 MiB, and rounds up to whole MiB', () => {
    expect(athenaCostUsd(0)).toBe(athenaCostUsd(10 * 2 ** 20));
    expect(athenaCostUsd(2 ** 40)).toBe(5);
    expect(athenaCostUsd(2 ** 40 + 1)).toBeGreaterThan(5);
  });
});

describe('formatUsd', () => {
  it('formats cents, or two significant digits of a small price', () => {
    expect([formatUsd(athenaCostUsd(0)), formatUsd(5)]).toEqual(['$0.000048', '$5.00']);
  });
});

describe('formatBytes', () => {
  it('chooses the unit by the size', () => {
    expect([0, 1023, 1024, 1.5 * 2 ** 30].map(formatBytes)).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 GiB']);
  });
});

describe('formatEstimate', () => {
  it('warns if the query may reach the limit', () => {
    const tables = [{ table: 'sessions', partitions: 1, bytes: 2048 }];
    expect(formatEstimate({ tables, bytes: 2048, costUsd: 5, cutoffBytes: 1024 })).toEqual([
      'sessions: 1 partition, 2.0 KiB',
      'reads at most 2.0 KiB, for $5.00 or less; the limit is 1.0 KiB, which it may reach: select fewer dates or columns',
    ]);
  });
});
