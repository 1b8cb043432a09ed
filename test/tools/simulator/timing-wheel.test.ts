import * as fc from 'fast-check';
import { TimingWheel } from '../../../tools/simulator/timing-wheel';

describe('TimingWheel', () => {
  it('runs each task once, never early, and at most a tick late', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200_000), { maxLength: 50 }), (delaysMs) => {
        const wheel = new TimingWheel();
        const startMs = Date.now();
        const late: number[] = [];
        for (const delayMs of delaysMs) {
          wheel.at(startMs + delayMs, (nowMs) => late.push(nowMs - startMs - delayMs));
        }
        for (let nowMs = startMs; nowMs <= startMs + 200_200; nowMs += 25) wheel.advance(nowMs);
        expect(late).toHaveLength(delaysMs.length);
        for (const lateMs of late) {
          expect(lateMs).toBeGreaterThanOrEqual(0);
          expect(lateMs).toBeLessThanOrEqual(150); // a task that is due now waits for the next tick
        }
      }),
      { numRuns: 30 },
    );
  });

  it('runs overdue tasks after a long pause', () => {
    const wheel = new TimingWheel();
    const done: string[] = [];
    wheel.at(Date.now() + 100, () => done.push('soon'));
    wheel.at(Date.now() + 90_000, () => done.push('later'));
    wheel.advance(Date.now() + 500_000);
    expect(done).toEqual(['soon', 'later']);
  });
});
