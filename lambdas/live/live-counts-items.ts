import { fromItem, type Item, toItem } from 'aws-clients/dynamodb';
import type { StreamCount } from '../../domain/live/instant-presence';
import type { TopTitles } from '../../domain/live/top-titles';
import { Fields } from '../foundation/fields';

/*
 * The live counts table. Partition `all` holds the total of each instant, partition `titles` its most watched titles; the sort
 * key is the instant. Partition `publisher` holds one item, which says when the run that publishes has started.
 */

/** A partition of the table. */
export type LiveCountsScope = 'all' | 'titles' | 'publisher';

/** The key of an instant's item. */
export const liveCountsKey = (scope: LiveCountsScope, instant: number): Item => toItem({ scope, instant_ms: instant });

/** Selects the items of a scope from one instant to another, both included, in order of time. */
export const liveCountsBetween = (tableName: string, scope: LiveCountsScope, from: number, to: number) => ({
  TableName: tableName,
  KeyConditionExpression: '#scope = :scope AND instant_ms BETWEEN :from AND :to',
  ExpressionAttributeNames: { '#scope': 'scope' },
  ExpressionAttributeValues: toItem({ ':scope': scope, ':from': from, ':to': to }),
});

/** Streams by device type. */
type DeviceCounts = Readonly<Record<string, Readonly<StreamCount>>>;

/** The attributes of a total, without key and revision. */
export const encodeTotal = (all: Readonly<StreamCount>, byDevice: DeviceCounts, publishedAt: number): Item =>
  toItem({
    ...toCount(all),
    by_device: Object.fromEntries(Object.entries(byDevice).map(([device, count]) => [device, toCount(count)])),
    published_at_ms: publishedAt,
  });

const toCount = ({ streams, rebuffering }: Readonly<StreamCount>) => ({ streams, rebuffering });

/** The attributes of the titles, without key and revision. */
export const encodeTitles = ({ titles, others }: TopTitles): Item =>
  toItem({
    titles: titles.map(({ contentId, streams }) => ({ content_id: contentId, streams })),
    others: { titles: others.titles, streams: others.streams },
  });

/** The attributes of both items that say which count they belong to and how final it is. */
export const encodeRevision = (revision: Revision): Item =>
  toItem({
    revision: revision.revision,
    closed: revision.closed,
    verified_up_to_ms: revision.verifiedUpTo,
    expires_at: revision.expiresAtSeconds,
  });

/** Which count an item belongs to, and how final it is. */
export interface Revision {
  /** The newer of two counts has the larger revision. */
  readonly revision: number;
  readonly closed: boolean;
  /** Everything accepted up to this is counted, epoch ms; undefined until it is known. */
  readonly verifiedUpTo: number | undefined;
  /** Epoch seconds. */
  readonly expiresAtSeconds: number;
}

/** One published instant. */
export interface LiveTotal {
  /** Epoch ms. */
  readonly instant: number;
  readonly streams: number;
  readonly rebuffering: number;
  /** Streams by device type. */
  readonly byDevice: ReadonlyMap<string, number>;
  readonly complete: boolean;
  readonly closed: boolean;
  /** From the instant until its count was complete, ms; undefined until then. */
  readonly completedAfterMs: number | undefined;
}

export const decodeTotal = (item: unknown): LiveTotal => {
  const fields = new Fields(fromItem(item), 'live count');
  const instant = fields.integer('instant_ms');
  const completedAt = fields.optional('completed_at_ms', (name) => fields.integer(name));
  const byDevice = fields.record('by_device', (count) => new Fields(count, 'count of a device').integer('streams'));
  return {
    instant,
    streams: fields.integer('streams'),
    rebuffering: fields.integer('rebuffering'),
    byDevice: new Map(Object.entries(byDevice)),
    complete: fields.boolean('complete'),
    closed: fields.boolean('closed'),
    completedAfterMs: completedAt === undefined ? undefined : completedAt - instant,
  };
};

/** The titles of one published instant. */
export interface LiveTitles extends TopTitles {
  /** Epoch ms. */
  readonly instant: number;
}

export const decodeTitles = (item: unknown): LiveTitles => {
  const fields = new Fields(fromItem(item), 'titles of an instant');
  const others = fields.object('others');
  return {
    instant: fields.integer('instant_ms'),
    titles: fields.list('titles', (one) => {
      const title = new Fields(one, 'title');
      return { contentId: title.text('content_id'), streams: title.integer('streams') };
    }),
    others: { titles: others.integer('titles'), streams: others.integer('streams') },
  };
};

/** The attributes that {@link decodeCompleteness} needs. */
export const COMPLETENESS_PROJECTION = 'instant_ms, complete';

/** Whether an instant is complete. */
export const decodeCompleteness = (item: unknown): Pick<LiveTotal, 'instant' | 'complete'> => {
  const fields = new Fields(fromItem(item), 'live count');
  return { instant: fields.integer('instant_ms'), complete: fields.boolean('complete') };
};
