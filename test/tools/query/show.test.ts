import { athenaCostUsd } from '../../../tools/query/price';
import { showBytes, showEstimate, showTable, showUsd, toCsvLine } from '../../../tools/query/show';

it('numbers stand at the right, texts at the left, and a line is cut to its width', () => {
  const rows = [
    ['2026-11-24', '7', 'a long title'],
    ['2026-11-25', '1234', undefined],
  ];
  expect(showTable(['dt', 'plays', 'title'], rows, 24)).toEqual(
    ['dt          plays  title', '──────────  ─────  ─────', '2026-11-24      7  a lo…', '2026-11-25   1234'].map(
      (line, index) => (index === 1 ? '──────────  ─────  ────…' : line),
    ),
  );
});

it('nothing in a value moves the cursor', () => {
  expect(showTable(['a'], [['x\u001b[2Jy\nz']], 80)[2]).toBe('x [2Jy z');
});

it('a value of CSV is quoted where it must be', () => {
  expect(toCsvLine(['a', undefined, 'b,c', 'say "x"', 'two\nlines'])).toBe('a,,"b,c","say ""x""","two\nlines"');
});

it('a query costs as 10 MiB at least, then by the MiB begun', () => {
  expect(athenaCostUsd(0)).toBe(athenaCostUsd(10 * 2 ** 20));
  expect(athenaCostUsd(2 ** 40)).toBe(5);
  expect(athenaCostUsd(2 ** 40 + 1)).toBeGreaterThan(5);
  expect([showUsd(athenaCostUsd(0)), showUsd(5)]).toEqual(['$0.000048', '$5.00']);
});

it('bytes are told in the unit that suits them', () => {
  expect([0, 1023, 1024, 1.5 * 2 ** 30].map(showBytes)).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 GiB']);
});

it('an estimate beyond the cutoff says so', () => {
  const tables = [{ table: 'sessions', partitions: 1, bytes: 2048 }];
  expect(showEstimate({ tables, bytes: 2048, costUsd: 5, cutoffBytes: 1024 })).toEqual([
    'sessions: 1 partition, 2.0 KiB',
    'reads 2.0 KiB at most, for $5.00 or less; it is stopped at 1.0 KiB, which it may reach: ask for fewer dates or columns',
  ]);
});
