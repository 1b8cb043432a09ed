import type { LakeObjects } from '../../lake/lake-objects';

/** Names the request whose turn it is. */
const TURN = 'erasures/turn.json';

/**
 * One erasure works at a time: two that write one object anew would each bring back what the other one removed. Returns
 * whether it is this one's turn; asked twice the answer is the same.
 */
export const takeTurn = async (objects: LakeObjects, requestId: string): Promise<boolean> =>
  (await objects.create(TURN, JSON.stringify({ requestId }))) || (await holder(objects)) === requestId;

/** Lets the next one work. What another one holds is left to it. */
export const endTurn = async (objects: LakeObjects, requestId: string): Promise<void> => {
  if ((await holder(objects)) === requestId) await objects.remove(TURN);
};

const holder = async (objects: LakeObjects): Promise<string | undefined> => {
  const value: unknown = JSON.parse((await objects.readText(TURN)) ?? 'null');
  return typeof value === 'object' && value !== null && 'requestId' in value ? String(value.requestId) : undefined;
};
