import { readRequest, requestedRun } from '../../../../lambdas/lake/curate/curate-request';

const TODAY = '2026-11-24';
const NOW = Date.UTC(2026, 10, 24, 2, 15);
const arrivalsSince = (curatedThrough: string | undefined): readonly string[] =>
  requestedRun({}, curatedThrough, NOW, '4f2a9c').arrivals;

describe('requestedRun', () => {
  it('rewrites the requested dates', () => {
    const request = readRequest({ dates: ['2026-11-20', '2026-11-19', '2026-11-20'] }, TODAY);
    expect(requestedRun(request, undefined, NOW, '4f2a9c')).toMatchObject({
      runId: '20261124T021500Z-4f2a9c',
      dates: ['2026-11-19', '2026-11-20'],
      daily: false,
    });
  });

  it('covers the days of arrival from the last daily run until today', () => {
    expect(readRequest({ source: 'aws.scheduler' }, TODAY)).toEqual({});
    expect(arrivalsSince('2026-11-23')).toEqual(['2026-11-23', TODAY]);
    expect(arrivalsSince('2026-11-21')).toHaveLength(4);
  });

  it('covers yesterday if there was no run before, and at most two weeks', () => {
    expect(arrivalsSince(undefined)).toEqual(['2026-11-23', TODAY]);
    expect(arrivalsSince('2025-01-01')).toHaveLength(15);
  });
});

describe('readRequest', () => {
  it.each([
    ['a value that is not a list', { dates: '2026-11-20' }],
    ['an empty list', { dates: [] }],
    ['a value that is not a date', { dates: ['yesterday'] }],
    ['a value that is not a string', { dates: [20261120] }],
    ['a date in the future', { dates: ['2026-11-25'] }],
  ])('rejects %s', (_, event) => {
    expect(() => readRequest(event, TODAY)).toThrow(RangeError);
  });
});
