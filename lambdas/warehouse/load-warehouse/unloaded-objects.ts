import { DAY_MS, type LakeDate, RAW_VIEWING_EVENTS, startOf } from '../../../domain/lake';
import type { WarehouseDay } from '../../../domain/warehouse/window';
import { body } from '../../foundation/statement-body';
import type { LakeObject } from '../../lake';
import type { LoadServices } from './load-services';
import { checkHoursStatements } from './statements';

/** The form of the keys that Firehose writes; it is safe in a literal of Redshift. */
const KEY = /^[\w./=+-]{1,500}$/;
const HOUR = /\/dt=(\d{4}-\d{2}-\d{2})\/hour=(\d{2})\/$/;

const HOUR_MS = 3_600_000;

/**
 * An hour is settled this long after its end, ms: Firehose has then delivered its objects, unless deliveries were repeated.
 * Only a settled hour is recorded as checked.
 */
const SETTLED_MS = 2 * HOUR_MS;

/** A checked hour is listed again after a day, because an object may arrive late or be restored. */
const RECHECK_MS = DAY_MS;
/** The most checked hours that one run lists again: enough to check a week of hours once a day, four times an hour. */
const RECHECKS_PER_RUN = 4;

/** One hour of arrival: a folder of raw. */
interface ArrivalHour {
  /** The prefix of its keys, with a slash at the end. */
  readonly folder: string;
  readonly arrival: LakeDate;
  /** Epoch ms. */
  readonly endsAt: number;
}

/**
 * Finds the objects of raw that are not in the load ledger, without holding all keys of the week: it reads the load ledger
 * for one hour of arrival and lists the objects of this hour in pages. It leaves out hours that an earlier run has checked.
 */
export class UnloadedObjects {
  private readonly complete: string[] = [];

  constructor(
    private readonly services: LoadServices,
    private readonly window: readonly WarehouseDay[],
    /** When to stop listing, epoch ms. The next run continues with the other hours. */
    private readonly until: number,
  ) {}

  /** The objects, the hours of arrival from the oldest on. */
  async *find(): AsyncGenerator<LakeObject, void> {
    for (const hour of await this.hoursToList()) {
      if (this.services.now() >= this.until) return;
      let isComplete = hour.endsAt + SETTLED_MS <= this.services.now();
      for await (const object of this.findIn(hour)) {
        isComplete = false; // the next run makes sure that the object was loaded
        yield object;
      }
      if (isComplete) this.complete.push(hour.folder);
    }
  }

  /** Records the hours in which no object was unloaded, so that the next runs do not list them. */
  async recordChecked(): Promise<void> {
    const { warehouse, read, now } = this.services;
    if (this.complete.length === 0) return;
    const firstKept = folderOf(this.window[0]?.date ?? '');
    await warehouse.transaction(checkHoursStatements(read, this.complete, firstKept, now()));
  }

  private async *findIn({ folder, arrival }: ArrivalHour): AsyncGenerator<LakeObject, void> {
    const { warehouse, objects, read } = this.services;
    const parameters = { arrival, first: folder, end: folder.replace(/\/$/, '0') }; // 0 follows the slash
    let processed: ReadonlySet<unknown> | undefined;
    for await (const page of objects.pages(folder)) {
      processed ??= new Set((await warehouse.rows(body(read('processed')), parameters)).map(([key]) => key));
      for (const object of page) if (KEY.test(object.key) && !processed.has(object.key)) yield object;
    }
  }

  /** The hours that are not checked, then those that were checked longest ago. */
  private async hoursToList(): Promise<readonly ArrivalHour[]> {
    const { warehouse, objects, read, now } = this.services;
    const rows = await warehouse.rows(body(read('checked-hours')));
    const checkedAt = new Map(rows.map(([folder, at]) => [String(folder), Number(at)]));
    const hours: ArrivalHour[] = [];
    for (const { date } of this.window) hours.push(...(await objects.folders(folderOf(date))).flatMap(toHour));
    const checkedLast = ({ folder }: ArrivalHour): number => checkedAt.get(folder) ?? 0;
    const again = hours
      .filter((hour) => checkedAt.has(hour.folder) && checkedLast(hour) + RECHECK_MS <= now())
      .sort((one, other) => checkedLast(one) - checkedLast(other))
      .slice(0, RECHECKS_PER_RUN);
    return [...hours.filter(({ folder }) => !checkedAt.has(folder)), ...again];
  }
}

const folderOf = (date: LakeDate): string => `${RAW_VIEWING_EVENTS.prefix}/dt=${date}/`;

const toHour = (folder: string): readonly ArrivalHour[] => {
  const [, arrival, hour] = HOUR.exec(folder) ?? [];
  if (arrival === undefined || !KEY.test(folder)) return [];
  return [{ folder, arrival, endsAt: startOf(arrival) + (Number(hour) + 1) * HOUR_MS }];
};

/** At most `count` of the next objects. */
export const take = async (from: AsyncGenerator<LakeObject, void>, count: number): Promise<readonly LakeObject[]> => {
  const taken: LakeObject[] = [];
  while (taken.length < count) {
    const { value, done } = await from.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
};
