import type { IdSource, NoteKind } from '../../../domain/ledger-path';
import { compare, type Comparison, type Entry, toEntry } from '../../../domain/ledger/account';
import type { RegisteredPath } from '../../../domain/ledger/paths';
import { isOverdue, type CheckSettings, type Span, toSpans } from '../../../domain/ledger/check-schedule';
import type { LakeAccounts, PathCounts } from './lake-accounts';

/** Where the contents of the paths can be read. */
export interface PathSources {
  /** The distinct audited ids noted for a period. */
  readonly notes: (kind: NoteKind, period: number) => Promise<ReadonlySet<string>>;
  readonly lake: Pick<LakeAccounts, 'ids' | 'counts'>;
  /** The ids that a statement finds in the warehouse, by period. */
  readonly warehouse: (statement: string, span: Span) => Promise<IdsByPeriod>;
  /** Called with what prevented a check. */
  readonly report: (problem: string, error: unknown) => void;
}

/** A run queries at most this many spans, the newest ones: old losses must not delay the checks of new periods. */
const MAX_SPANS = 12;

const NOTE_KINDS = ['accepted', 'refused', 'counted'] as const satisfies readonly NoteKind[];

const NO_IDS: ReadonlySet<string> = new Set();

type IdsByPeriod = ReadonlyMap<number, ReadonlySet<string>>;

/** The checks of one run. The notes of a period are read once, for all paths. */
export class PathChecks {
  /** False once a path could not be checked. */
  isComplete = true;
  private readonly noted = new Map<string, Promise<ReadonlySet<string>>>();

  /** `hasOverflow`: accepted events wait in the overflow queue, so missing events are late, not lost. */
  constructor(
    private readonly now: number,
    private readonly sources: PathSources,
    private readonly settings: CheckSettings,
    private readonly hasOverflow: boolean,
  ) {}

  /** The distinct audited ids noted for a period. */
  notes(kind: NoteKind, period: number): Promise<ReadonlySet<string>> {
    const key = `${kind}#${period}`;
    const ids = this.noted.get(key) ?? this.sources.notes(kind, period);
    this.noted.set(key, ids);
    return ids;
  }

  /** The entry of a path in each of these periods; periods that could not be checked are left out. */
  async check(path: RegisteredPath, periods: readonly number[]): Promise<ReadonlyMap<number, Entry>> {
    const entries = new Map<number, Entry>();
    const withNotes: number[] = [];
    try {
      for (const period of periods) {
        if (await this.hasNotes(period)) withNotes.push(period);
        else entries.set(period, toEntry(compare(NO_IDS, NO_IDS), false));
      }
    } catch (error) {
      this.isComplete = false;
      this.sources.report(`Could not read the notes for path ${path.name}`, error);
    }
    for (const span of toSpans(withNotes, this.settings.periodMs).slice(-MAX_SPANS)) {
      const inSpan = withNotes.filter((period) => period >= span.from && period < span.to);
      try {
        for (const [period, comparison] of await this.compareIn(path, span, inSpan)) {
          const isLost = isOverdue(path.name, period, this.now, this.settings) && !this.hasOverflow;
          entries.set(period, toEntry(comparison, isLost));
        }
      } catch (error) {
        this.isComplete = false;
        this.sources.report(`Could not check path ${path.name}`, error);
      }
    }
    return entries;
  }

  /**
   * Whether a function noted anything in a period. Without a note of any kind the period had no events, and no store is
   * asked: a query costs money, and wakes the warehouse.
   */
  private async hasNotes(period: number): Promise<boolean> {
    const sets = await Promise.all(NOTE_KINDS.map((kind) => this.notes(kind, period)));
    return sets.some(({ size }) => size > 0);
  }

  private async compareIn(
    path: RegisteredPath,
    span: Span,
    periods: readonly number[],
  ): Promise<readonly (readonly [number, Comparison])[]> {
    if ('counts' in path) {
      const counts = await this.sources.lake.counts(path.counts, span);
      return periods.map((period) => [period, toComparison(counts.get(period))]);
    }
    // The expected ids are read last, so that no event is found before it is expected.
    const found = await this.idsIn(path.found, span, periods);
    const expected = await this.idsIn(path.expected, span, periods);
    return periods.map((period) => [period, compare(expected.get(period) ?? NO_IDS, found.get(period) ?? NO_IDS)]);
  }

  private async idsIn(source: IdSource, span: Span, periods: readonly number[]): Promise<IdsByPeriod> {
    if ('athena' in source) return this.sources.lake.ids(source.athena, span);
    if ('redshift' in source) return this.sources.warehouse(source.redshift, span);
    return new Map(
      await Promise.all(periods.map(async (period) => [period, await this.notes(source.notes, period)] as const)),
    );
  }
}

const toComparison = ({ expected, found }: PathCounts = { expected: 0, found: 0 }): Comparison => ({
  expected,
  found,
  unannounced: 0,
  examples: [],
});
