import { compare, type Comparison, type Entry, type Path, toEntry } from '../../../domain/ledger/account';
import { isOverdue, type LookSettings, type Span, toSpans } from '../../../domain/ledger/looks';
import type { NoteKind } from '../ledger-notes';
import type { LakeAccounts } from './lake-accounts';

/** Where what paths took in can be read. */
export interface PathSources {
  /** The different audited ids noted of a period. */
  readonly notes: (kind: NoteKind, period: number) => Promise<ReadonlySet<string>>;
  readonly lake: Pick<LakeAccounts, 'ids' | 'curated'>;
  /** By period, the ids that the warehouse shows. */
  readonly mirrored: (span: Span) => Promise<ReadonlyMap<number, ReadonlySet<string>>>;
  /** Hears what kept a path from being looked at. */
  readonly report: (problem: string, error: unknown) => void;
}

/** Statements are asked for so many spans at most, the newest first: what was lost long ago must not hold up what is new. */
const SPANS_AT_A_TIME = 12;

const NOTHING: ReadonlySet<string> = new Set();

/** The looks of one run. What is expected of a period is read once, whatever paths are held to it. */
export class PathLooks {
  /** False once a path could not be looked at. */
  complete = true;
  private readonly read = new Map<string, Promise<ReadonlySet<string>>>();

  /** `isWaiting`: accepted events wait in the overflow queue. What is missing is late then, not lost. */
  constructor(
    private readonly now: number,
    private readonly sources: PathSources,
    private readonly settings: LookSettings,
    private readonly isWaiting: boolean,
  ) {}

  /** Different audited events that a period must have in its paths. */
  expected(kind: 'accepted' | 'refused', period: number): Promise<ReadonlySet<string>> {
    const key = `${kind}#${period}`;
    const read = this.read.get(key) ?? this.sources.notes(kind, period);
    this.read.set(key, read);
    return read;
  }

  /** How a path stands in each of these periods; those that could not be looked at are left out. */
  async look(path: Path, periods: readonly number[]): Promise<ReadonlyMap<number, Entry>> {
    const entries = new Map<number, Entry>();
    for (const span of toSpans(periods, this.settings.periodMs).slice(-SPANS_AT_A_TIME)) {
      const own = periods.filter((period) => period >= span.from && period < span.to);
      try {
        const comparisons = await this.compareIn(path, span, own);
        for (const [period, comparison] of comparisons) {
          const isLate = isOverdue(path, period, this.now, this.settings) && !this.isWaiting;
          entries.set(period, toEntry(comparison, isLate));
        }
      } catch (error) {
        this.complete = false;
        this.sources.report(`could not look at ${path}`, error);
      }
    }
    return entries;
  }

  private async compareIn(
    path: Path,
    span: Span,
    periods: readonly number[],
  ): Promise<readonly (readonly [number, Comparison])[]> {
    if (path === 'curated') {
      const curated = await this.sources.lake.curated(span);
      return periods.map((period) => [period, toComparison(curated.get(period))]);
    }
    if (path === 'mirrored') {
      const [there, due] = [await this.sources.mirrored(span), await this.sources.lake.ids('recent', span)];
      return periods.map((period) => [period, compare(due.get(period) ?? NOTHING, there.get(period) ?? NOTHING)]);
    }
    const found = path === 'counted' ? undefined : await this.sources.lake.ids(path, span);
    const expectedKind = path === 'quarantined' ? 'refused' : 'accepted';
    return Promise.all(
      periods.map(async (period) => {
        // What is expected is read last, so that nothing is found that is not expected yet.
        const there = found ? (found.get(period) ?? NOTHING) : await this.sources.notes('counted', period);
        return [period, compare(await this.expected(expectedKind, period), there)] as const;
      }),
    );
  }
}

const toComparison = ({ arrived, answered } = { arrived: 0, answered: 0 }): Comparison => ({
  expected: arrived,
  found: answered,
  unannounced: 0,
  examples: [],
});
