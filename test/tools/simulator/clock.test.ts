import * as fc from 'fast-check';
import { correctionOf } from '../../../domain/ingest/correct-clock';
import { clockShiftOf, MeasuredClock } from '../../../tools/simulator/clock';

const T = 1_800_000_000_000;

describe('clockShiftOf', () => {
  it('agrees with the collector', () => {
    const anyMs = fc.oneof(fc.integer({ min: -100_000, max: 100_000 }), fc.constantFrom(-10_000, 10_000, 75_000));
    fc.assert(
      fc.property(anyMs, fc.option(anyMs, { nil: undefined }), (delayMs, clockOffsetMs) => {
        const { shiftMs } = clockShiftOf({ sentAt: T, receivedAt: T + delayMs, clockOffsetMs });
        const { offsetMs } = correctionOf({ sentAt: T, measuredOffsetMs: clockOffsetMs }, T + delayMs);
        expect(shiftMs).toBe(offsetMs);
      }),
      { numRuns: 500 },
    );
  });
});

describe('MeasuredClock', () => {
  it('takes the middle between sending and the answer, of the shortest round trip', () => {
    const clock = new MeasuredClock();
    expect(clock.offsetMs).toBeUndefined();
    const offsets = [
      { sentAt: T, receivedAt: T + 30_300, answeredAt: T + 400 },
      { sentAt: T, receivedAt: T + 30_020, answeredAt: T + 41 },
      { sentAt: T, receivedAt: T + 35_000, answeredAt: T + 9_000 },
    ].map(({ answeredAt, ...answer }) => {
      clock.note(answer, answeredAt);
      return clock.offsetMs;
    });
    expect(offsets).toEqual([30_100, 30_000, 30_000]);
  });
});
