import fc from 'fast-check';
import {
  type CountedError,
  DayErrors,
  type ErrorSummary,
  mergeSummaries,
  recentSessions,
} from '../../../../domain/quality/errors/error-summary';
import { anError } from '../../../support/errors';
import { NOW } from '../../../support/events';

const MINUTE_MS = 60_000;

const summariesOf = (errors: readonly CountedError[]): readonly ErrorSummary[] => {
  const day = new DayErrors();
  for (const error of errors) day.add(error);
  return day.summaries();
};

/** Without the order of codes and values, which is arbitrary. */
const sorted = (summaries: readonly ErrorSummary[]) =>
  new Map(
    summaries.map(({ minutes, appVersions, deviceTypes, contentIds, ...rest }) => [
      rest.code,
      { ...rest, tallies: [minutes, appVersions, deviceTypes, contentIds].map((tallies) => new Map(tallies)) },
    ]),
  );

const someErrors = fc.array(
  fc.record({
    code: fc.constantFrom('A', 'B', 'C', 'other'),
    deviceType: fc.constantFrom('web' as const, 'mobile' as const, 'smart_tv' as const),
    appVersion: fc.constantFrom('1.0', '2.0', null),
    contentId: fc.constantFrom('title-1', 'title-2', 'title-3'),
    receivedAt: fc.integer({ min: NOW, max: NOW + 9 * MINUTE_MS }),
  }),
);

describe('the summary of a code', () => {
  it('has the sessions, when they were, and whom they affect', () => {
    const errors = [
      anError(),
      anError({ receivedAt: NOW + 70_000, deviceType: 'mobile', contentId: 'title-2' }),
      anError({ receivedAt: NOW - 5_000, appVersion: null }),
      anError({ code: 'DRM_LICENSE' }),
    ];
    expect(sorted(summariesOf(errors)).get('MEDIA_DECODE')).toMatchObject({
      sessions: 3,
      firstSeenAt: NOW - 5_000,
      lastSeenAt: NOW + 70_000,
    });
    const [summary] = summariesOf(errors);
    expect(summary?.appVersions).toEqual([
      ['5.4.0', 2],
      ['unknown', 1],
    ]);
    expect(summary?.deviceTypes).toEqual([
      ['web', 2],
      ['mobile', 1],
    ]);
    expect(summary?.contentIds).toEqual([
      ['title-1', 2],
      ['title-2', 1],
    ]);
  });

  it('knows the sessions of the last ten minutes, and forgets older minutes', () => {
    const [summary] = summariesOf(
      [0, 1, 5, 30, 31, 39].map((minute) => anError({ receivedAt: NOW + minute * MINUTE_MS })),
    );
    expect(summary?.sessions).toBe(6);
    expect(summary?.minutes).toHaveLength(3);
    expect(summary && recentSessions(summary, NOW + 40 * MINUTE_MS)).toBe(2);
    expect(summary && recentSessions(summary, NOW + 60 * MINUTE_MS)).toBe(0);
  });

  it('has a limited size, whatever players send', () => {
    const hostile = Array.from({ length: 3_000 }, (_, n) =>
      anError({
        code: `CODE_${n % 1_000}`,
        appVersion: `${n}`.padEnd(128, '\u8000'),
        contentId: `${n}`.padEnd(128, '\u8000'),
        receivedAt: NOW + n * 1_000,
      }),
    );
    expect(Buffer.byteLength(JSON.stringify(summariesOf(hostile)))).toBeLessThan(400_000);
  });
});

it('what several environments counted adds up to what one would have counted, whoever counted what, in any order', () => {
  fc.assert(
    fc.property(someErrors, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (errors, choices) => {
      const byEnvironment: CountedError[][] = [[], [], [], []];
      for (const error of errors) byEnvironment[choices.next().value as number]?.push(error);
      const merged = mergeSummaries(byEnvironment.toReversed().flatMap(summariesOf));
      expect(sorted(merged)).toEqual(sorted(summariesOf(errors)));
    }),
  );
});
