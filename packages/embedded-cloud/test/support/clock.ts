/** Lets `Date.now()` and `performance.now()` of this process run ahead of the real time, until `jest.restoreAllMocks()`. */
export class FastClock {
  private aheadMs = 0;

  constructor() {
    const epochNow = Date.now;
    const monotonicNow = performance.now.bind(performance);
    jest.spyOn(Date, 'now').mockImplementation(() => epochNow() + this.aheadMs);
    jest.spyOn(performance, 'now').mockImplementation(() => monotonicNow() + this.aheadMs);
  }

  advance(ms: number): void {
    this.aheadMs += ms;
  }
}
