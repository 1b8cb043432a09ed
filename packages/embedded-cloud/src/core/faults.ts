/** How a service misbehaves, each a probability from 0 to 1 per call, unless it says otherwise. */
export interface Fault {
  /** Answers with the service's own throttling error. */
  readonly throttle?: number;
  /** Answers 500. */
  readonly fail?: number;
  /** Answers only after this many ms. */
  readonly stallMs?: number;
  /** Batch writes (PutRecords, PutRecordBatch, BatchWriteItem, SendMessageBatch): each entry fails with this probability. */
  readonly partial?: number;
  /** Event sources hand a batch to the function a second time after it succeeded. */
  readonly deliverTwice?: number;
}

/** The faults in force, by service name. */
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

  /** Whether the fault strikes this time. */
  strikes(service: string, kind: 'throttle' | 'fail' | 'partial' | 'deliverTwice'): boolean {
    const probability = this.byService.get(service)?.[kind] ?? 0;
    return probability > 0 && this.random() < probability;
  }
}
