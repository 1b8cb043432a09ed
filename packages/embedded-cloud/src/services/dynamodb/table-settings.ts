import type { Item, Store } from 'dynalite/db';
import { Fields } from '../../core/fields';

/** The settings of a table that dynalite does not have. */
export interface TableSettings {
  /** The attribute that holds the epoch second at which an item expires; undefined when items do not expire. */
  readonly ttlAttribute: string | undefined;
  /** Only reported: the embedded cloud keeps no backups. */
  readonly pointInTimeRecovery: boolean;
}

/** Stores settings of tables that calls have changed, beside the tables. */
export class TableSettingsStore {
  constructor(private readonly store: Store) {}

  /** Undefined when no call has changed them. */
  async get(table: string): Promise<TableSettings | undefined> {
    const stored: Item | undefined = await this.store.db.get(PREFIX + table);
    return stored && toSettings(new Fields(stored));
  }

  async put(table: string, settings: TableSettings): Promise<void> {
    await this.store.db.put(PREFIX + table, { ...settings });
  }

  async delete(table: string): Promise<void> {
    await this.store.db.del(PREFIX + table);
  }

  /** The settings by the names of the tables. */
  async all(): Promise<ReadonlyMap<string, TableSettings>> {
    const entries = await this.store.db.iterator({ gt: PREFIX, lt: `${PREFIX}\xFF` }).all();
    return new Map(entries.map(([key, stored]) => [key.slice(PREFIX.length), toSettings(new Fields(stored))]));
  }
}

const PREFIX = 'settings~';

const toSettings = (stored: Fields): TableSettings => ({
  ttlAttribute: stored.optionalString('ttlAttribute'),
  pointInTimeRecovery: stored.boolean('pointInTimeRecovery'),
});
