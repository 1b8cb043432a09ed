import { CONFIRMATIONS_PREFIX } from '../../domain/erasure/lake-keys';
import { Fields } from '../foundation/fields';
import type { LakeObjects } from '../lake';

/*
 * The confirmations of the warehouse: load-warehouse writes one for each suppression once its tables hold no row of the
 * viewer. An erasure waits for its confirmation before it writes the receipt.
 */

/** How many rows of a viewer the warehouse has deleted, by table. */
export type RowsRemoved = Readonly<Record<string, number>>;

/** The key of a request's confirmation. */
export const confirmationKey = (requestId: string): string => `${CONFIRMATIONS_PREFIX}${requestId}.json`;

/** Confirms that the warehouse holds no row of the request's viewer. */
export const writeConfirmation = (objects: LakeObjects, requestId: string, rows_removed: RowsRemoved): Promise<void> =>
  objects.writeText(confirmationKey(requestId), JSON.stringify({ request_id: requestId, rows_removed }));

/** The rows that the warehouse has deleted; undefined until it confirms that none is left. */
export const readConfirmation = async (objects: LakeObjects, requestId: string): Promise<RowsRemoved | undefined> => {
  const json = await objects.readText(confirmationKey(requestId));
  return json === undefined ? undefined : Fields.parse(json, 'warehouse confirmation').record('rows_removed', Number);
};
