import { chunksOf, mapConcurrently } from 'aws-clients';
import { CONFIRMATIONS_PREFIX } from '../../../domain/erasure';
import type { WarehouseDay } from '../../../domain/warehouse/window';
import {
  confirmationKey,
  readSuppression,
  requestIdOf,
  type RowsRemoved,
  SUPPRESSIONS_PREFIX,
  writeConfirmation,
} from '../../erasure';
import { body } from '../../foundation/statement-body';
import type { LoadServices } from './load-services';
import { eraseStatements } from './statements';

const CONCURRENT_OBJECTS = 16;
/** A statement is limited to 100 KB, and a suppression has a pseudonym for each key. */
const ERASURES_PER_TRANSACTION = 200;

/** Suppressions have keys of this form; it is safe in a literal of Redshift. */
const KEY = /^[\w./=+-]{1,500}$/;

/**
 * Deletes the viewers of new suppressions, then confirms every suppression that has no row left. Returns how many
 * pseudonyms were new.
 */
export const eraseViewers = async (services: LoadServices, window: readonly WarehouseDay[]): Promise<number> => {
  const { warehouse, objects, read } = services;
  const done = new Set((await warehouse.rows(body(read('erased')))).map(([key]) => key));
  const suppressions = (await objects.list(SUPPRESSIONS_PREFIX)).map(({ key }) => key).filter((key) => KEY.test(key));
  const unapplied = suppressions.filter((key) => !done.has(key));
  let erased = 0;
  for (const chunk of chunksOf(unapplied, ERASURES_PER_TRANSACTION)) {
    const erasures = await mapConcurrently(chunk, CONCURRENT_OBJECTS, async (key) => ({
      key,
      viewers: await readSuppression(objects, key),
    }));
    await warehouse.transaction(eraseStatements(read, window, erasures));
    erased += erasures.reduce((sum, { viewers }) => sum + viewers.length, 0);
  }
  await confirm(services, suppressions);
  return erased;
};

/** Writes the missing confirmations; throws if the warehouse still holds a row of an erased viewer. */
const confirm = async ({ warehouse, objects, read }: LoadServices, suppressions: readonly string[]): Promise<void> => {
  const confirmed = new Set((await objects.list(CONFIRMATIONS_PREFIX)).map(({ key }) => key));
  const unconfirmed = suppressions.filter((key) => !confirmed.has(confirmationKey(requestIdOf(key))));
  if (unconfirmed.length === 0) return;
  const removed = new Map<unknown, RowsRemoved>();
  for (const [key, table, rows, remaining] of await warehouse.rows(body(read('erased-rows')))) {
    if (Number(remaining) > 0)
      throw new Error(`The warehouse still holds ${Number(remaining)} ${String(table)} of ${String(key)}.`);
    removed.set(key, { ...removed.get(key), [String(table)]: Number(rows) });
  }
  for (const key of unconfirmed) await writeConfirmation(objects, requestIdOf(key), removed.get(key) ?? {});
};
