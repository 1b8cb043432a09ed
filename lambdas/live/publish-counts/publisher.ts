import {
  type Completeness,
  completenessOf,
  type Horizons,
  verifiedUpTo,
  watermarkOf,
} from '../../../domain/live/completeness';
import { type InstantCounts, InstantPresence } from '../../../domain/live/instant-presence';
import { INSTANT_MS, instantAtOrAfter, instantAtOrBefore } from '../../../domain/live/instants';
import { ARRIVAL_SLACK_MS, BoundsReader } from './bounds-reader';
import type { PresencePart } from './presence-part';

/** One instant in the form in which it is published. */
export interface PublishedInstant {
  readonly instant: number;
  readonly counts: InstantCounts;
  readonly completeness: Completeness;
  /** Grows with every change of the count, with completion and with closing, so the newer of two counts has the larger revision. */
  readonly revision: number;
  readonly publishedAt: number;
}

/** What the publisher reads and writes. Every read is consistent: it reflects all writes before it. */
export interface PublisherServices {
  /** When the newest counted record of each session bucket arrived. */
  readonly progress: () => Promise<ReadonlyMap<number, number>>;
  /** The presence at an instant, of batches whose newest record arrived at `arrivedFrom` or later. */
  readonly presence: (instant: number, arrivedFrom: number) => Promise<readonly PresencePart[]>;
  /** The bounds of playbacks, of batches whose newest record arrived between two times, both included. */
  readonly bounds: (arrivedFrom: number, arrivedTo: number) => Promise<readonly PresencePart[]>;
  /** Puts a watermark record into every session bucket. */
  readonly putWatermarks: (now: number) => Promise<void>;
  /** Whether no accepted event waits in the overflow queue. */
  readonly overflowIsEmpty: () => Promise<boolean>;
  readonly publish: (instant: PublishedInstant) => Promise<void>;
  readonly now: () => number;
}

/** Settings of a publisher. */
export interface PublisherSettings extends Horizons {
  readonly buckets: number;
  /** The publisher rests once it has found no stream for this long. */
  readonly restAfterMs: number;
}

interface OpenInstant {
  readonly instant: number;
  readonly presence: InstantPresence;
  /** The presence of every batch that arrived before this has been read. */
  readUpTo: number;
  /** The parts of the last read; the next read overlaps with it and returns most of them again. */
  lastRead: ReadonlySet<string>;
  /** The revision that was published last. */
  published: number | undefined;
  /** When its presence was last read; 0 before the first read. */
  refreshedAt: number;
}

/** If the publisher was down longer than this, it skips the instants in between, whose presence has expired. */
const CATCH_UP_MS = 3_600_000;

/** How far before the watermark a new publisher starts: it must close the instants that its predecessor left open. */
const TAKE_OVER_MS = 300_000;

/**
 * Once a round has taken this long, the remaining overdue instants wait for a later round. Instants are overdue after an
 * outage of the publisher or a lag of the stream.
 */
const OVERDUE_BUDGET_MS = 1_000;

/**
 * Merges the presence of every open instant and publishes the counts that have changed. It keeps the merged sets in memory
 * and reads only newer presence. A new publisher reads all of it; two publishers at the same time publish the same counts.
 */
export class Publisher {
  /** In order of time. */
  private readonly open = new Set<OpenInstant>();
  private nextInstant: number | undefined;
  private overflowEmptyAt: number[] = [];
  /** When a round last read presence. */
  private lastPresenceAt: number;
  private readonly bounds: BoundsReader;

  constructor(
    private readonly services: PublisherServices,
    private readonly settings: PublisherSettings,
  ) {
    this.bounds = new BoundsReader(services.bounds);
    this.lastPresenceAt = services.now(); // it cannot know what happened before
  }

  /** Whether no viewer has watched for so long that one round in each minute suffices. */
  isResting(): boolean {
    return this.services.now() - this.lastPresenceAt >= this.settings.restAfterMs;
  }

  /** One round: puts watermarks, reads progress and presence, and publishes counts. */
  async tick(): Promise<void> {
    // The time is taken after the check: by then, everything that was in the queue has arrived in the stream.
    if (await this.services.overflowIsEmpty()) this.overflowEmptyAt.push(this.services.now());
    const now = this.services.now();
    await this.services.putWatermarks(now);
    const watermark = watermarkOf(await this.services.progress(), this.settings.buckets);
    const verified = verifiedUpTo(this.overflowEmptyAt, watermark);
    this.overflowEmptyAt = this.overflowEmptyAt.filter((time) => time >= (verified ?? 0));
    this.openUpTo(now, watermark);
    // The watermark was read before the bounds, so they contain everything that the watermark covers.
    for (const { contentId, session } of await this.bounds.read(now, watermark)) {
      for (const { presence } of this.open) presence.rebound(contentId, session);
    }
    const problems: unknown[] = [];
    const refresh = (one: OpenInstant): Promise<unknown> =>
      this.refresh(one, now, watermark, verified).catch((error: unknown) => problems.push(error));
    const { current, overdue } = this.turns(now);
    for (const one of current) await refresh(one);
    for (const one of overdue) {
      await refresh(one);
      if (this.services.now() - now > OVERDUE_BUDGET_MS) break;
    }
    if (problems.length > 0) throw problems[0]; // after the other instants had their turn
  }

  private openUpTo(now: number, watermark: number | undefined): void {
    const firstOpen = watermark === undefined ? now : watermark - TAKE_OVER_MS; // without a watermark, there was no publisher before
    const from =
      this.nextInstant ?? instantAtOrAfter(Math.max(firstOpen - this.settings.closeAfterMs, now - CATCH_UP_MS));
    this.nextInstant = instantAtOrBefore(now) + INSTANT_MS;
    for (let instant = from; instant < this.nextInstant; instant += INSTANT_MS) {
      const presence = new InstantPresence(instant, this.bounds.known);
      this.open.add({ instant, presence, readUpTo: 0, lastRead: new Set(), published: undefined, refreshedAt: 0 });
    }
  }

  /** The open instants, newest first, and the overdue ones, which should have closed, least recently refreshed first. */
  private turns(now: number): { readonly current: readonly OpenInstant[]; readonly overdue: readonly OpenInstant[] } {
    const newestFirst = [...this.open].reverse();
    const isOverdue = ({ instant }: OpenInstant): boolean => instant + this.settings.closeAfterMs < now;
    return {
      current: newestFirst.filter((one) => !isOverdue(one)),
      overdue: newestFirst.filter(isOverdue).sort((one, other) => one.refreshedAt - other.refreshedAt),
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
    if (parts.length > 0) this.lastPresenceAt = now;
    for (const { name, payload } of parts) if (!state.lastRead.has(name)) state.presence.add(payload);
    state.lastRead = new Set(parts.map(({ name }) => name));
    // The watermark was read before the presence, so this read contains everything that the watermark covers.
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

const revisionOf = ({ changes }: InstantPresence, { complete, closed }: Completeness): number =>
  changes * 4 + (closed ? 2 : 0) + (complete ? 1 : 0);
