import { setTimeout as delay } from 'node:timers/promises';
import { foldRecent, type RecentSessions } from '../../domain/features/recent-sessions';
import type { TitleFacts } from '../../domain/features/session-record';
import type { WatchEvent } from '../../domain/features/watch-event';

/** A viewer's recent playbacks, and the version that a write must find. */
interface StoredRecent {
  readonly recent: RecentSessions;
  /** 0 where nothing is stored. */
  readonly version: number;
}

/** What updating rests on. */
export interface UpdateServices {
  /** What is stored of each viewer, by pseudonym. */
  readonly read: (viewerIds: readonly string[]) => Promise<ReadonlyMap<string, StoredRecent>>;
  /** Writes one viewer over the version that was read; false where another write came first, and then nothing changes. */
  readonly write: (viewerId: string, recent: RecentSessions, readVersion: number) => Promise<boolean>;
  readonly factsOf: (contentIds: readonly string[]) => Promise<ReadonlyMap<string, TitleFacts>>;
}

/** What an update came to. */
export interface Update {
  /** Viewers that were written, with the receipt of the oldest event that was new in each, epoch ms. */
  readonly writtenSince: readonly number[];
  /** Writes that another lane was ahead of: they were done again over what it wrote. */
  readonly conflicts: number;
}

const WRITES_AT_ONCE = 16;
/** Two lanes can meet over one viewer; to meet this often, they would have to mean to. */
const ATTEMPTS = 8;
const LONGEST_WAIT_MS = 20;

/**
 * Takes a batch into the features: one write per viewer, none where it tells nothing new. A viewer's sessions may be in
 * different lanes at once; so each write is over the version that was read, and is done again where that is gone.
 */
export const updateFeatures = async (
  byViewer: ReadonlyMap<string, readonly WatchEvent[]>,
  services: UpdateServices,
): Promise<Update> => {
  const contentIds = new Set([...byViewer.values()].flat().map(({ content_id }) => content_id));
  const facts = await services.factsOf([...contentIds]);
  const writtenSince: number[] = [];
  let conflicts = 0;
  let left = [...byViewer];
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new Error(`${left.length} viewers were written by others again and again.`);
    if (attempt > 0) await delay(Math.random() * LONGEST_WAIT_MS);
    const stored = await services.read(left.map(([viewerId]) => viewerId));
    const refused: typeof left = [];
    await inTurns(left, async ([viewerId, events]) => {
      const { recent, version } = stored.get(viewerId) ?? { recent: [], version: 0 };
      const next = foldRecent(recent, events, (contentId) => facts.get(contentId));
      if (next === recent) return;
      if (await services.write(viewerId, next, version)) writtenSince.push(receiptOf(events));
      else refused.push([viewerId, events]);
    });
    conflicts += refused.length;
    left = refused;
  }
  return { writtenSince, conflicts };
};

const receiptOf = (events: readonly WatchEvent[]): number => Math.min(...events.map(({ received_at }) => received_at));

/** Does something for each thing, so many at a time. */
const inTurns = async <Thing>(things: readonly Thing[], act: (thing: Thing) => Promise<void>): Promise<void> => {
  const waiting = things.values();
  const work = async (): Promise<void> => {
    for (const thing of waiting) await act(thing);
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
};
