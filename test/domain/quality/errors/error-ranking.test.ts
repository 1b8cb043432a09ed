import fc from 'fast-check';
import { type ErrorRanking, NAMED_CODES, rankErrors } from '../../../../domain/quality/errors/error-ranking';
import type { ErrorSummary } from '../../../../domain/quality/errors/error-summary';
import { aSummary } from '../../../support/errors';
import { NOW } from '../../../support/events';

const rank = (counted: readonly ErrorSummary[], last?: ErrorRanking, dayBefore?: ErrorRanking): ErrorRanking =>
  rankErrors({ counted, last, dayBefore, now: NOW });
const namesIn = ({ codes }: ErrorRanking): readonly string[] => codes.map(({ code }) => code);
/** The codes CODE_1 to CODE_n, each with as many sessions. */
const codes = (n: number, sessions: number): ErrorSummary[] =>
  Array.from({ length: n }, (_, at) => aSummary(`CODE_${at}`, sessions));

describe('the ranking of a day', () => {
  it('names the most frequent codes, the most frequent first, and counts all others as one', () => {
    const counted = [...codes(60, 3), aSummary('RARE', 1), aSummary('FREQUENT', 9), aSummary('other', 4)];
    const { codes: named, otherSessions } = rank(counted);
    expect(named).toHaveLength(NAMED_CODES);
    expect(named[0]).toMatchObject({ code: 'FREQUENT', sessions: 9 });
    expect(namesIn(rank(counted))).not.toContain('RARE');
    expect(otherSessions).toBe(11 * 3 + 1 + 4);
  });

  it('never names the code "other"', () => {
    expect(rank([aSummary('other', 100)])).toMatchObject({ codes: [], otherSessions: 100 });
  });

  it('adds up the counts of all environments', () => {
    expect(rank([aSummary('A', 2), aSummary('B', 3), aSummary('A', 2)])).toMatchObject({
      codes: [
        { code: 'A', sessions: 4 },
        { code: 'B', sessions: 3 },
      ],
    });
  });

  it('shows the five most frequent values of each kind', () => {
    const tallies = Array.from({ length: 8 }, (_, n) => [`value-${n}`, n] as const);
    const [code] = rank([aSummary('A', 8, { appVersions: tallies })]).codes;
    expect(code?.appVersions.map(([value]) => value)).toEqual(['value-7', 'value-6', 'value-5', 'value-4', 'value-3']);
  });

  it('knows that a code of the day before was seen then', () => {
    const dayBefore = rank([aSummary('OLD', 1, { firstSeenAt: NOW - 90_000_000 })]);
    const { codes: named } = rank([aSummary('OLD', 1), aSummary('NEW', 1)], undefined, dayBefore);
    expect(named).toMatchObject([
      { code: 'NEW', firstSeenAt: NOW },
      { code: 'OLD', firstSeenAt: NOW - 90_000_000 },
    ]);
  });
});

describe('the name of a code', () => {
  const full = rank(codes(NAMED_CODES, 10));

  it('stays, although another code becomes as frequent, or a little more', () => {
    expect(namesIn(rank([...codes(NAMED_CODES, 10), aSummary('NEW', 20)], full))).not.toContain('NEW');
  });

  it('goes to a code that is more than twice as frequent as the least frequent named one', () => {
    const names = namesIn(rank([...codes(NAMED_CODES, 10), aSummary('NEW', 21)], full));
    expect(names).toHaveLength(NAMED_CODES);
    expect(names[0]).toBe('NEW');
  });

  it('goes to each frequent code, although liars named all places with a session each before', () => {
    const invented = rank(codes(NAMED_CODES, 1));
    const names = namesIn(rank([...codes(NAMED_CODES, 1), aSummary('REAL_1', 3), aSummary('REAL_2', 8)], invented));
    expect(names.slice(0, 2)).toEqual(['REAL_2', 'REAL_1']);
  });

  it('changes so seldom that N sessions of any kind make at most 50 × (1 + log2 N) metrics a day', () => {
    const batches = fc.array(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 20 })), { maxLength: 60 }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(batches, (counts) => {
        const sessions = new Map<string, number>();
        const everNamed = new Set<string>();
        let last: ErrorRanking | undefined;
        for (const batch of counts) {
          for (const [code, more] of batch) sessions.set(`CODE_${code}`, (sessions.get(`CODE_${code}`) ?? 0) + more);
          last = rank(
            [...sessions].map(([code, of]) => aSummary(code, of)),
            last,
          );
          expect(last.codes.length).toBeLessThanOrEqual(NAMED_CODES);
          for (const name of namesIn(last)) everNamed.add(name);
        }
        const all = [...sessions.values()].reduce((sum, each) => sum + each, 1);
        expect(everNamed.size).toBeLessThanOrEqual(NAMED_CODES * (1 + Math.log2(all)));
      }),
    );
  });
});
