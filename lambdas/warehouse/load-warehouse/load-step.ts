import { body } from '../../foundation/statement-body';
import type { LoadServices } from './load-services';
import { setLoadStepStatements } from './statements';

/** The statement that records a load has a line for each object, and is limited to 100 KB. */
const MOST_OBJECTS = 200;

/** A run may double the step if each of its loads took less than this part of the timeout. */
const QUICK = 1 / 4;

/**
 * How many objects one load contains. A load that the timeout stopped halves it, because the same load would be stopped
 * again; a run of full and quick loads doubles it for the next run. The warehouse keeps it from run to run.
 */
export class LoadStep {
  private hadTimeout = false;
  private hadFullLoad = false;
  private slowestMs = 0;

  private constructor(
    private readonly services: LoadServices,
    private current: number,
  ) {}

  static async open(services: LoadServices): Promise<LoadStep> {
    const [[objects] = []] = await services.warehouse.rows(body(services.read('load-step')));
    return new LoadStep(services, typeof objects === 'number' ? objects : MOST_OBJECTS);
  }

  get objects(): number {
    return this.current;
  }

  /** A load of that many objects has succeeded. */
  succeeded(objects: number, tookMs: number): void {
    this.hadFullLoad ||= objects >= this.current;
    this.slowestMs = Math.max(this.slowestMs, tookMs);
  }

  /** The timeout stopped a load of that many objects. */
  async timedOut(objects: number): Promise<void> {
    this.hadTimeout = true;
    await this.set(Math.max(1, Math.floor(objects / 2)));
  }

  /** The run has ended. */
  async finish(): Promise<void> {
    const isQuick = this.slowestMs < this.services.timeoutMs * QUICK;
    const next = Math.min(MOST_OBJECTS, 2 * this.current);
    if (!this.hadTimeout && this.hadFullLoad && isQuick && next > this.current) await this.set(next);
  }

  private async set(objects: number): Promise<void> {
    this.current = objects;
    await this.services.warehouse.transaction(setLoadStepStatements(this.services.read, objects));
  }
}
