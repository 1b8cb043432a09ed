/** Whether a queue has as many messages in flight as it may have. */
export class InFlightLimit {
  /** `atMost`: no fewer messages than are in flight. `count` counts them, which takes long. */
  constructor(
    private readonly max: number,
    private atMost: number,
    private readonly count: () => number,
  ) {}

  get isReached(): boolean {
    if (this.atMost < this.max) return false;
    this.atMost = this.count();
    return this.atMost >= this.max;
  }

  /** Notes messages that were received. */
  add(messages: number): void {
    this.atMost += messages;
  }
}
