import type { Fault, Faults } from 'embedded-cloud';
import type { FaultInForce } from './views';

/**
 * Faults that end automatically. The end is kept here and not in the page, so that a closed page leaves no fault
 * behind. A timer does not end a fault that has replaced the original one.
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

  /** The faults in force, by service. */
  inForce(): Record<string, FaultInForce> {
    return Object.fromEntries(
      Object.entries(this.faults.all()).map(([service, fault]) => {
        const endsAt = this.endings.get(fault);
        return [service, endsAt === undefined ? { fault } : { fault, endsAt }];
      }),
    );
  }
}
