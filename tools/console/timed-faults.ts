import type { Fault, Faults } from 'embedded-cloud';

/** A fault in force. */
export interface FaultInForce {
  readonly fault: Fault;
  /** When it ends by itself, epoch ms; absent when it lasts until it is cleared. */
  readonly endsAt?: number;
}

/**
 * Faults that end by themselves. The end is kept here and not in the page, so that closing the page leaves nothing
 * broken; whoever else replaces or clears a fault meanwhile has the last word.
 */
export class TimedFaults {
  private readonly endings = new WeakMap<Fault, number>();

  constructor(private readonly faults: Faults) {}

  set(service: string, fault: Fault, forMs?: number): void {
    this.faults.set(service, fault);
    if (forMs === undefined) return;
    this.endings.set(fault, Date.now() + forMs);
    setTimeout(() => {
      if (this.faults.all()[service] === fault) this.faults.clear(service);
    }, forMs).unref();
  }

  clear(service?: string): void {
    this.faults.clear(service);
  }

  /** By service. */
  inForce(): Record<string, FaultInForce> {
    return Object.fromEntries(
      Object.entries(this.faults.all()).map(([service, fault]) => {
        const endsAt = this.endings.get(fault);
        return [service, endsAt === undefined ? { fault } : { fault, endsAt }];
      }),
    );
  }
}
