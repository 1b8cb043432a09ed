import { Fields } from '../../foundation/fields';
import type { LakeObjects } from '../../lake';

/** The object that names the request whose turn it is. */
const KEY = 'erasures/turn.json';

/**
 * Takes the turn, if it is free. Only one erasure works at a time: two that rewrite the same object would each restore what
 * the other one removed. Returns whether the request has the turn; a repeated call returns the same.
 */
export const takeTurn = async (objects: LakeObjects, requestId: string): Promise<boolean> =>
  (await objects.create(KEY, JSON.stringify({ requestId }))) || (await holder(objects)) === requestId;

/** Frees the turn, if the request has it. */
export const endTurn = async (objects: LakeObjects, requestId: string): Promise<void> => {
  if ((await holder(objects)) === requestId) await objects.remove(KEY);
};

const holder = async (objects: LakeObjects): Promise<string | undefined> => {
  const json = await objects.readText(KEY);
  return json === undefined ? undefined : Fields.parse(json, 'turn of erasures').text('requestId');
};
