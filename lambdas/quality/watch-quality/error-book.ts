import { OTHER } from '../../../domain/dimensions';
import { addDays, dateOf } from '../../../domain/lake';
import { type CountedError, DayErrors, type ErrorRanking, rankErrors } from '../../../domain/quality';
import type { ErrorStore } from './error-store';

/** How often an environment stores what it has counted, how often it reads the names, and how old a ranking becomes. */
const EVERY_MS = 20_000;

/** What the book uses. */
export interface ErrorBookServices {
  readonly store: Pick<ErrorStore, 'putCounted' | 'counted' | 'ranking' | 'putRanking'>;
  /** Called with each failure of the store. */
  readonly report: (problem: string, error: unknown) => void;
}

/** A date that this environment has counted errors of. */
interface Day {
  readonly errors: DayErrors;
  /** Whether it has counted errors that are not stored yet. */
  isChanged: boolean;
}

/**
 * Counts the errors of each day by their code, and knows which codes have names. All environments of the function share a
 * table: each stores its own counts, and whichever finds the ranking old makes the next one of all counts.
 */
export class ErrorBook {
  private readonly days = new Map<string, Day>();
  /** The named codes of the newest ranking that this environment knows. */
  private named: ReadonlySet<string> = new Set();
  private storedAt = 0;
  private readAt = 0;

  constructor(private readonly services: ErrorBookServices) {}

  /** The code if it has a name, and "other" for the rest. */
  nameOf(code: string): string {
    return this.named.has(code) ? code : OTHER;
  }

  /** Counts errors whose metrics are published. */
  add(errors: readonly CountedError[]): void {
    for (const error of errors) {
      const date = dateOf(error.receivedAt);
      const day = this.days.get(date) ?? { errors: new DayErrors(), isChanged: false };
      day.errors.add(error);
      day.isChanged = true;
      this.days.set(date, day);
    }
  }

  /**
   * Stores what earlier batches counted and reads which codes have names, if the last time is long enough ago. It never rejects:
   * a table that fails must not hold up the alarms. Then the counts stay in memory until the next time.
   */
  async keep(now: number): Promise<void> {
    const isStoring = now - this.storedAt >= EVERY_MS && [...this.days.values()].some(({ isChanged }) => isChanged);
    if (!isStoring && now - this.readAt < EVERY_MS) return;
    this.readAt = now;
    if (isStoring) this.storedAt = now;
    const today = dateOf(now);
    try {
      if (isStoring) await this.storeDays(today);
      const ranking = await this.freshRanking(today, now);
      if (ranking) this.named = new Set(ranking.codes.map(({ code }) => code));
    } catch (error) {
      this.services.report('Could not keep the errors by code', error);
    }
  }

  /** A day before today gets no more errors, but for those of reports that are delivered late. */
  private async storeDays(today: string): Promise<void> {
    for (const [date, day] of this.days) {
      if (day.isChanged) await this.services.store.putCounted(date, day.errors.summaries());
      day.isChanged = false;
      if (date < addDays(today, -1)) this.days.delete(date);
    }
  }

  /** A ranking that is young enough, or the next one; undefined if there are no errors. */
  private async freshRanking(date: string, now: number): Promise<ErrorRanking | undefined> {
    const { store } = this.services;
    const last = await store.ranking(date);
    if (last && now - last.rankedAt < EVERY_MS) return last;
    const counted = await store.counted(date);
    if (counted.length === 0) return undefined;
    const next = rankErrors({ counted, last, dayBefore: await store.ranking(addDays(date, -1)), now });
    return (await store.putRanking(date, next, last)) ? next : store.ranking(date);
  }
}
