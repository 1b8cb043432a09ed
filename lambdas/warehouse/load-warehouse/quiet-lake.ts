import { parquetReadObjects } from 'hyparquet';
import { dateOf, DAY_MS, MANIFESTS_PREFIX, RAW_VIEWING_EVENTS, startOf } from '../../../domain/lake';
import { warehouseWindow } from '../../../domain/warehouse/window';
import { SUPPRESSIONS_PREFIX } from '../../erasure';
import { Fields } from '../../foundation/fields';
import { type LakeObject, parquetFile } from '../../lake';
import type { LoadServices } from './load-services';
import { rollTo } from './statements';

/**
 * A run that finds nothing to load wakes the warehouse all the same, because the load ledger is in the warehouse, and a
 * woken warehouse is billed for a minute. So such a run leaves a mark in the lake. While no object with events has arrived
 * since, runs end before their first statement: without viewers, raw receives watermarks only.
 */
const MARK_KEY = `${MANIFESTS_PREFIX}/quiet.json`;

/** Objects that were put this long before the mark may have been missing in the listing of its run, ms. */
const SLACK_MS = 900_000;

/** Firehose writes an object under the hour of its first record, up to this long before it puts the object, ms. */
const BUFFERED_MS = 3_600_000;

/** More or larger objects than these are not read: they have events. */
const MOST_OBJECTS = 200;
const LARGEST_BYTES = 2 ** 20;

/** Leaves the mark; called by a run that began at `startedAt` and found nothing to do. */
export const markQuiet = async ({ objects, read }: LoadServices, startedAt: number): Promise<void> =>
  objects.writeText(MARK_KEY, JSON.stringify({ at: startedAt, digest: digestAt(read, startedAt) }));

/** Whether nothing has changed since a run found nothing to do. Asks the lake only. */
export const isQuiet = async (services: LoadServices): Promise<boolean> => {
  const { objects, read, now } = services;
  const mark = await objects.readText(MARK_KEY);
  if (mark === undefined) return false;
  const fields = Fields.parse(mark, 'mark');
  const since = fields.number('at') - SLACK_MS;
  if (fields.text('digest') !== digestAt(read, now())) return false; // another day, or other statements
  if ((await objects.list(SUPPRESSIONS_PREFIX)).some(({ modifiedAt }) => modifiedAt >= since)) return false;
  let seen = 0;
  for await (const object of arrivalsSince(services, since)) {
    seen += 1;
    if (seen > MOST_OBJECTS || object.bytes > LARGEST_BYTES || (await hasEvents(objects, object))) return false;
  }
  return true;
};

const digestAt = (read: LoadServices['read'], time: number): string => rollTo(read, warehouseWindow(time)).digest;

/** The objects of raw that were put at `since` or later. */
async function* arrivalsSince({ objects, now }: LoadServices, since: number): AsyncGenerator<LakeObject> {
  const first = hourFolder(since - BUFFERED_MS);
  for (let day = startOf(dateOf(since - BUFFERED_MS)); day <= now(); day += DAY_MS) {
    for (const folder of await objects.folders(`${RAW_VIEWING_EVENTS.prefix}/dt=${dateOf(day)}/`)) {
      if (folder < first) continue;
      for await (const page of objects.pages(folder)) yield* page.filter(({ modifiedAt }) => modifiedAt >= since);
    }
  }
}

const hourFolder = (time: number): string =>
  `${RAW_VIEWING_EVENTS.prefix}/dt=${dateOf(time)}/hour=${new Date(time).toISOString().slice(11, 13)}/`;

/** Whether an object has a row with an event id. An object that cannot be read counts as one that has: a load reports it. */
const hasEvents = async (objects: LoadServices['objects'], object: LakeObject): Promise<boolean> => {
  try {
    const rows = await parquetReadObjects({ file: parquetFile(objects, object), columns: ['event_id'] });
    return rows.some(({ event_id }) => event_id !== null && event_id !== undefined);
  } catch {
    return true;
  }
};
