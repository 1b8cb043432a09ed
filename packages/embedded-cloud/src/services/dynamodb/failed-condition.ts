import { Fields } from '../../core/fields';
import type { HttpResponse, JsonObject } from '../../core/service';
import type { DynamoEngine } from './engine';

/** Whether a write failed because its condition does not hold. */
export const isFailedCondition = ({ status, body }: HttpResponse): boolean =>
  status === 400 && String(body).includes('#ConditionalCheckFailedException');

/** The key in the input of a write to a table with these key attributes. */
const keyIn = (input: Fields, keyNames: readonly string[]): Record<string, unknown> => {
  const given = (input.object('Key') ?? input.object('Item'))?.all ?? {};
  return Object.fromEntries(keyNames.map((name) => [name, given[name]]));
};

/** The body of the error for a failed condition: with the item, if the call asks for it, which dynalite does not know. */
export const withFailedItem = async (
  engine: DynamoEngine,
  given: JsonObject,
  error: string,
  keyNamesOf: (table: string) => Promise<readonly string[]>,
): Promise<string> => {
  const input = new Fields(given);
  if (input.optionalString('ReturnValuesOnConditionCheckFailure') !== 'ALL_OLD') return error;
  const TableName = input.string('TableName');
  const Key = keyIn(input, await keyNamesOf(TableName));
  const found = await engine.call('GetItem', { TableName, Key, ConsistentRead: true });
  return JSON.stringify({ ...Fields.parse(error).all, ...found.all });
};
