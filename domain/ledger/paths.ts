import { QUARANTINED_PATH } from '../ingest';
import { CURATED_PATH, RAW_PATH } from '../lake';
import type { LedgerPath } from '../ledger-path';
import { COUNTED_PATH } from '../live';
import { MIRRORED_PATH } from '../warehouse';

const REGISTERED = [
  COUNTED_PATH,
  RAW_PATH,
  CURATED_PATH,
  MIRRORED_PATH,
  QUARANTINED_PATH,
] as const satisfies readonly LedgerPath[];

/** The name of a path. */
export type Path = (typeof REGISTERED)[number]['name'];

/** A path with one of the registered names. */
export type RegisteredPath = LedgerPath & { readonly name: Path };

/** The paths that subsystems register, in the order in which the ledger checks and shows them. */
export const LEDGER_PATHS: readonly RegisteredPath[] = REGISTERED;

/** The names of all paths. */
export const PATHS: readonly Path[] = LEDGER_PATHS.map(({ name }) => name);
