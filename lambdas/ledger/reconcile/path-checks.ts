import { compare, type Comparison, type Entry, type Path, toEntry } from '../../../domain/ledger/account';
import { isOverdue, type CheckSettings, type Span, toSpans } from '../../../domain/ledger/check-schedule';
import type { NoteKind } from '../ledger-items';
import type { LakeAccounts } from './lake-accounts';

/** Where the contents of the paths can be read. */
export interface PathSources {
  /** The distinct audited ids noted for a period. */
  readonly notes: (kind: NoteKind, period: number) => Promise<ReadonlySet<string>>;
  readonly lake: Pick<LakeAccounts, 'ids' | 'curated'>;
  /** The ids that the warehouse shows, by period. */
  readonly warehouse: (span: Span) => Promise<ReadonlyMap<number, ReadonlySet<string>>>;
  /** Called with what prevented a check. */
  readonly report: (problem: string, error: unknown) => void;
}

/** A run queries at most this many spans, the newest ones: old losses must not delay the checks of new periods. */
const MAX_SPANS = 12;

const NO_IDS: ReadonlySet<string> = new Set();

/** The checks of one run. The ids expected of a period are read once, for all paths. */
export class PathChecks {
  /** False once a path could not be checked. */
  isComplete = true;
  private readonly expectedIds = new Map<string, Promise<ReadonlySet<string>>>();

  /** `hasOverflow`: accepted events wait in the overflow queue, so missing events are late, not lost. */
  constructor(
    private readonly now: number,
    private readonly sources: PathSources,
    private readonly settings: CheckSettings,
    private readonly hasOverflow: boolean,
  ) {}

  /** The distinct audited events of a period that its paths must have. */
  expected(kind: 'accepted' | 'refused', period: number): Promise<ReadonlySet<string>> {
    const key = `${kind}#${period}`;
    const ids = this.expectedIds.get(key) ?? this.sources.notes(kind, period);
    this.expectedIds.set(key, ids);
    return ids;
  }

  /** The entry of a path in each of these periods; periods that could not be checked are left out. */
  async check(path: Path, periods: readonly number[]): Promise<ReadonlyMap<number, Entry>> {
    const entries = new Map<number, Entry>();
    for (const span of toSpans(periods, this.settings.periodMs).slice(-MAX_SPANS)) {
      const inSpan = periods.filter((period) => period >= span.from && period < span.to);
      try {
        for (const [period, comparison] of await this.compareIn(path, span, inSpan)) {
          const isLost = isOverdue(path, period, this.now, this.settings) && !this.hasOverflow;
          entries.set(period, toEntry(comparison, isLost));
        }
      } catch (error) {
        this.isComplete = false;
        this.sources.report(`Could not check path ${path}`, error);
      }
    }
    return entries;
  }

  private async compareIn(
    path: Path,
    span: Span,
    periods: readonly number[],
  ): Promise<readonly (readonly [number, Comparison])[]> {
    const { lake, notes, warehouse } = this.sources;
    if (path === 'curated') {
      const curated = await lake.curated(span);
      return periods.map((period) => [period, toComparison(curated.get(period))]);
    }
    if (path === 'mirrored') {
      const [found, due] = [await warehouse(span), await lake.ids('dueInWarehouse', span)];
      return periods.map((period) => [period, compare(due.get(period) ?? NO_IDS, found.get(period) ?? NO_IDS)]);
    }
    const inLake = path === 'counted' ? undefined : await lake.ids(path, span);
    const expectedKind = path === 'quarantined' ? 'refused' : 'accepted';
    return Promise.all(
      periods.map(async (period) => {
        // The expected ids are read last, so that no event is found before it is expected.
        const found = inLake ? (inLake.get(period) ?? NO_IDS) : await notes('counted', period);
        return [period, compare(await this.expected(expectedKind, period), found)] as const;
      }),
    );
  }
}

const toComparison = ({ arrived, accountedFor } = { arrived: 0, accountedFor: 0 }): Comparison => ({
  expected: arrived,
  found: accountedFor,
  unannounced: 0,
  examples: [],
});
