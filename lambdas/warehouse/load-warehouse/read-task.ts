import { ERASE_ONLY } from '../../../domain/warehouse';

/** What a run does: it loads new objects, after it has erased viewers; or it erases viewers only. */
export type Task = 'load' | 'erase';

/** Reads the payload of an invocation. The Scheduler and operators send other payloads, or none, to load. */
export const readTask = (event: unknown): Task =>
  typeof event === 'object' && event !== null && Reflect.get(event, 'task') === ERASE_ONLY.task ? 'erase' : 'load';
