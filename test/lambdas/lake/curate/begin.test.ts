import { begin, readRequest } from '../../../../lambdas/lake/curate/begin';

const TODAY = '2026-11-24';
const NOW = Date.UTC(2026, 10, 24, 2, 15);
const arrivalsSince = (seenThrough: string | undefined): readonly string[] =>
  begin({}, seenThrough, NOW, '4f2a9c').arrivals;

describe('beginning a run', () => {
  it('on demand takes the dates that are asked for', () => {
    const request = readRequest({ dates: ['2026-11-20', '2026-11-19', '2026-11-20'] }, TODAY);
    expect(begin(request, undefined, NOW, '4f2a9c')).toMatchObject({
      runId: '20261124T021500Z-4f2a9c',
      dates: ['2026-11-19', '2026-11-20'],
      daily: false,
    });
  });

  it.each([
    ['no list', { dates: '2026-11-20' }],
    ['an empty list', { dates: [] }],
    ['what is no date', { dates: ['yesterday'] }],
    ['what is no text', { dates: [20261120] }],
    ['a day to come', { dates: ['2026-11-25'] }],
  ])('refuses %s', (_, event) => {
    expect(() => readRequest(event, TODAY)).toThrow(RangeError);
  });

  it('by the clock looks at what arrived since the last such run, its own date included', () => {
    expect(readRequest({ source: 'aws.scheduler' }, TODAY)).toEqual({});
    expect(arrivalsSince('2026-11-23')).toEqual(['2026-11-23', TODAY]);
    expect(arrivalsSince('2026-11-21')).toHaveLength(4);
  });

  it('looks at yesterday where there was no run before, and two weeks back at most', () => {
    expect(arrivalsSince(undefined)).toEqual(['2026-11-23', TODAY]);
    expect(arrivalsSince('2025-01-01')).toHaveLength(15);
  });
});
