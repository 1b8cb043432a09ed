import { LEDGER_NAMES, readEnvironment, UNREADABLE_NAMES } from '../../foundation/env';

const NAMES = [
  ...(['PRESENCE_TABLE_NAME', 'EVENT_BUCKETS', 'PRESENCE_SALTS', 'CLOSE_AFTER_SECONDS'] as const),
  ...UNREADABLE_NAMES,
  ...LEDGER_NAMES,
] as const;

/** The environment of `count-viewers`. CLOSE_AFTER_SECONDS: how long an instant accepts late events. */
export type CountViewersEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): CountViewersEnv => readEnvironment(NAMES);
