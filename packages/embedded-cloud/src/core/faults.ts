/** The faults to inject into a service; probabilities are from 0 to 1 per call. */
export interface Fault {
  /** Probability that a call fails with the service's throttling error. */
  readonly throttle?: number;
  /** Probability that a call fails with a 500. */
  readonly fail?: number;
  /** Delay before every answer, in ms. */
  readonly stallMs?: number;
  /** Probability that an entry of a batch write (PutRecords, PutRecordBatch, BatchWriteItem, SendMessageBatch) fails. */
  readonly partial?: number;
  /** Probability that an event source delivers a batch again after the function succeeded. */
  readonly deliverTwice?: number;
}

/**
 * The credentials of what watches the cloud. A call that they sign meets no `throttle`, `fail` or `stallMs`: a watcher that
 * the faults blind could not tell an outage from silence.
 */
export const WATCHER = { accessKeyId: 'watcher', secretAccessKey: 'watcher' } as const;

/** The faults that are active, by the name of the service in the credential scope. */
export class Faults {
  private readonly byService = new Map<string, Fault>();

  constructor(private readonly random: () => number = Math.random) {}

  set(service: string, fault: Fault): void {
    this.byService.set(service, fault);
  }

  clear(service?: string): void {
    if (service === undefined) this.byService.clear();
    else this.byService.delete(service);
  }

  all(): Record<string, Fault> {
    return Object.fromEntries(this.byService);
  }

  stallMs(service: string): number {
    return this.byService.get(service)?.stallMs ?? 0;
  }

  /** Whether the fault occurs in this call. */
  strikes(service: string, kind: 'throttle' | 'fail' | 'partial' | 'deliverTwice'): boolean {
    const probability = this.byService.get(service)?.[kind] ?? 0;
    return probability > 0 && this.random() < probability;
  }
}
