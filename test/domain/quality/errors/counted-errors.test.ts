import fc from 'fast-check';
import type { ViewingEvent } from '../../../../domain/families/viewing';
import { type CountedError, FairShares, foldQuality, type QualityReport, toReports } from '../../../../domain/quality';
import { aViewingEvent, NOW } from '../../../support/events';
import { COHORTS, MAX_REPORT_BYTES, reportIn, SEED } from '../../../support/quality';

type Fields = Partial<ViewingEvent> & { readonly at: number };

const event = ({ at, ...fields }: Fields): ViewingEvent =>
  aViewingEvent({ session_id: 'session-1', event_ts: NOW + at * 1_000, state: 'playing', interval_ms: 0, ...fields });
const error = (at: number, fields: Partial<ViewingEvent> = {}): ViewingEvent =>
  event({ at, event: 'error', error_code: 'MEDIA_DECODE', error_fatal: false, error_business: false, ...fields });
const requested = (at: number): ViewingEvent =>
  event({ at, event: 'play_request', state: undefined, interval_ms: undefined });

/** The report of a request with one event, received when it happened. */
const reportsOf = (events: readonly ViewingEvent[]): readonly QualityReport[] =>
  events.flatMap((one) => toReports([one], { accepted: 1, refused: 0 }, one.event_ts, MAX_REPORT_BYTES).map(reportIn));
const countedIn = (reports: readonly QualityReport[]): readonly CountedError[] => {
  const shares = new FairShares(SEED);
  return reports.flatMap((report) => foldQuality([report], COHORTS, shares)).flatMap(({ errors }) => errors);
};
const codesIn = (...events: readonly ViewingEvent[]): readonly string[] =>
  countedIn(reportsOf(events)).map(({ code }) => code);

describe('an error', () => {
  it('counts with its code, its device, its app version and its title', () => {
    const fields = { device_type: 'smart_tv', app_version: '5.4.0', content_id: 'title-9' } as const;
    expect(countedIn(reportsOf([error(0, fields)]))).toEqual([
      { code: 'MEDIA_DECODE', deviceType: 'smart_tv', appVersion: '5.4.0', contentId: 'title-9', receivedAt: NOW },
    ]);
  });

  it('counts as "other" if its code does not look like one', () => {
    expect(codesIn(error(0, { error_code: 'anna@example.com' }))).toEqual(['other']);
  });

  it('counts whether it ended the playback or not, and if it is a rule of the business', () => {
    const business = { error_code: 'GEO_BLOCKED', error_fatal: true, error_business: true };
    expect(codesIn(requested(0), error(1), error(2, business))).toEqual(['MEDIA_DECODE', 'GEO_BLOCKED']);
  });

  it('counts once for its session, however often it occurs, in any period', () => {
    expect(codesIn(error(0), error(1), error(15), error(100))).toEqual(['MEDIA_DECODE']);
  });

  it('counts for each session', () => {
    expect(codesIn(error(0), error(1, { session_id: 'session-2' }))).toEqual(['MEDIA_DECODE', 'MEDIA_DECODE']);
  });

  it('does not count after the end of the playback', () => {
    expect(codesIn(event({ at: 0, event: 'quit' }), error(1))).toEqual([]);
    expect(codesIn(error(0, { error_fatal: true }), error(1, { error_code: 'LATER' }))).toEqual(['MEDIA_DECODE']);
  });

  it('counts again in a playback that was requested after an end, if its code is new', () => {
    const ended = event({ at: 0, event: 'ended' });
    expect(codesIn(ended, requested(1), error(2))).toEqual(['MEDIA_DECODE']);
  });

  it('does not count if its event has a code but is no error', () => {
    expect(codesIn(event({ at: 0, event: 'heartbeat', error_code: 'MEDIA_DECODE' }))).toEqual([]);
  });
});

it('a session counts for at most four codes, so a liar cannot fill the ranking', () => {
  const invented = Array.from({ length: 500 }, (_, n) => error(n, { error_code: `INVENTED_${n}` }));
  expect(codesIn(...invented)).toEqual(['INVENTED_0', 'INVENTED_1', 'INVENTED_2', 'INVENTED_3']);
});

it('reports that SQS delivers twice, late or in another order count the same sessions with the same codes', () => {
  const errors = fc.array(
    fc.record({
      session: fc.integer({ min: 0, max: 5 }),
      code: fc.constantFrom('A', 'B', 'C', 'D'),
      at: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(errors, fc.infiniteStream(fc.nat()), (said, order) => {
      const events = said.map(({ session, code, at }) =>
        error(at, { session_id: `session-${session}`, error_code: code }),
      );
      const reports = reportsOf(events);
      const delivered = [...reports, ...reports]
        .map((report) => ({ report, place: order.next().value as number }))
        .sort((one, other) => one.place - other.place)
        .map(({ report }) => report);
      const expected = new Set(said.map(({ session, code }) => `${session} ${code}`));
      expect(countedIn(delivered)).toHaveLength(expected.size);
    }),
  );
});
