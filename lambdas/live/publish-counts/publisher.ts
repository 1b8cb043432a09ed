import {
  type Completeness,
  completenessOf,
  type Horizons,
  verifiedUpTo,
  watermarkOf,
} from '../../../domain/live/completeness';
import { type InstantCounts, InstantPresence } from '../../../domain/live/instant-presence';
import { INSTANT_MS, instantAtOrAfter, instantAtOrBefore } from '../../../domain/live/instants';

/** One instant, as it is published. */
export interface PublishedInstant {
  readonly instant: number;
  readonly counts: InstantCounts;
  readonly completeness: Completeness;
  /** Grows with every count, the completeness mark and the closing, and never shrinks: the newer of two is the greater. */
  readonly revision: number;
  readonly publishedAt: number;
}

/** What a batch told of one instant. The same name is always the same payload. */
export interface PresencePart {
  readonly name: string;
  readonly payload: Buffer;
}

/** What the publisher reads and writes. All reads are consistent: what was written before a read is in it. */
export interface PublisherServices {
  /** By bucket, when its newest counted record arrived. */
  readonly progress: () => Promise<ReadonlyMap<number, number>>;
  /** What batches told of an instant whose newest record arrived at `arrivedFrom` or later. */
  readonly presence: (instant: number, arrivedFrom: number) => Promise<readonly PresencePart[]>;
  /** Puts a watermark record into every bucket. */
  readonly putWatermarks: (now: number) => Promise<void>;
  /** Whether anything accepted is still on its way around the stream. */
  readonly overflowIsEmpty: () => Promise<boolean>;
  readonly publish: (instant: PublishedInstant) => Promise<void>;
  readonly now: () => number;
}

/** What the publisher goes by. */
export interface PublisherSettings extends Horizons {
  readonly buckets: number;
}

interface OpenInstant {
  readonly instant: number;
  readonly presence: InstantPresence;
  /** Everything that arrived before it has been read. */
  readUpTo: number;
  /** What the last look found: the next looks back, and finds most of it again. */
  found: ReadonlySet<string>;
  published: number | undefined;
  /** When it last had its turn; 0 before its first. */
  refreshedAt: number;
}

/** A publisher that was down for longer leaves the instants between unpublished: their presence expires. */
const CATCH_UP_MS = 3_600_000;

/** How far behind the last closing a new publisher begins: what its predecessor left open must be closed by somebody. */
const TAKE_OVER_MS = 300_000;

/** What should have closed, because the publisher was down or the stream lags, waits for a later round once a round took so long. */
const LATE_UNTIL_MS = 1_000;

/** Kinesis' arrival times are approximate: within this a record may seem to have arrived before one that it followed. */
const ARRIVAL_SLACK_MS = 5_000;

/**
 * Unites the presence of every open instant and publishes what has changed. It keeps the united sets in memory and
 * reads only what has come since; a new one reads them from the start, and two at once publish the same.
 */
export class Publisher {
  /** In the order of time. */
  private readonly open = new Set<OpenInstant>();
  private nextInstant: number | undefined;
  private overflowEmptyAt: number[] = [];

  constructor(
    private readonly services: PublisherServices,
    private readonly settings: PublisherSettings,
  ) {}

  /** One round: watermarks out, progress and presence in, counts published. */
  async tick(): Promise<void> {
    // The time after the look: what was in the queue before it has by then arrived in the stream.
    if (await this.services.overflowIsEmpty()) this.overflowEmptyAt.push(this.services.now());
    const now = this.services.now();
    await this.services.putWatermarks(now);
    const watermark = watermarkOf(await this.services.progress(), this.settings.buckets);
    const verified = verifiedUpTo(this.overflowEmptyAt, watermark);
    this.overflowEmptyAt = this.overflowEmptyAt.filter((time) => time >= (verified ?? 0));
    this.openUpTo(now, watermark);
    const problems: unknown[] = [];
    const refresh = (one: OpenInstant): Promise<unknown> =>
      this.refresh(one, now, watermark, verified).catch((error: unknown) => problems.push(error));
    const { current, late } = this.inTurn(now);
    for (const one of current) await refresh(one);
    for (const one of late) {
      await refresh(one);
      if (this.services.now() - now > LATE_UNTIL_MS) break;
    }
    if (problems.length > 0) throw problems[0]; // once the others had their turn
  }

  private openUpTo(now: number, watermark: number | undefined): void {
    const firstOpen = watermark === undefined ? now : watermark - TAKE_OVER_MS; // without one, nobody was here before
    const from =
      this.nextInstant ?? instantAtOrAfter(Math.max(firstOpen - this.settings.closeAfterMs, now - CATCH_UP_MS));
    this.nextInstant = instantAtOrBefore(now) + INSTANT_MS;
    for (let instant = from; instant < this.nextInstant; instant += INSTANT_MS) {
      const presence = new InstantPresence();
      this.open.add({ instant, presence, readUpTo: 0, found: new Set(), published: undefined, refreshedAt: 0 });
    }
  }

  /** What one looks at now, and what should have closed: the newest first, but of the late those whose turn was longest ago. */
  private inTurn(now: number): { readonly current: readonly OpenInstant[]; readonly late: readonly OpenInstant[] } {
    const newestFirst = [...this.open].reverse();
    const isLate = ({ instant }: OpenInstant): boolean => instant + this.settings.closeAfterMs < now;
    return {
      current: newestFirst.filter((one) => !isLate(one)),
      late: newestFirst.filter(isLate).sort((one, other) => one.refreshedAt - other.refreshedAt),
    };
  }

  private async refresh(
    state: OpenInstant,
    now: number,
    watermark: number | undefined,
    verified: number | undefined,
  ): Promise<void> {
    const { instant } = state;
    state.refreshedAt = now;
    const parts = await this.services.presence(instant, state.readUpTo);
    for (const { name, payload } of parts) if (!state.found.has(name)) state.presence.add(payload);
    state.found = new Set(parts.map(({ name }) => name));
    // The watermark was read before the presence: what it stands for is now in it.
    state.readUpTo = Math.max(0, (watermark ?? 0) - ARRIVAL_SLACK_MS);
    const completeness = completenessOf(instant, watermark, verified, this.settings);
    const revision = revisionOf(state.presence, completeness);
    if (revision !== state.published) {
      await this.services.publish({ instant, counts: state.presence, completeness, revision, publishedAt: now });
      state.published = revision;
    }
    if (completeness.closed) this.open.delete(state);
  }
}

const revisionOf = ({ reports }: InstantPresence, { complete, closed }: Completeness): number =>
  reports * 4 + (closed ? 2 : 0) + (complete ? 1 : 0);
