/** The stages, in the order in which a change is deployed to them. */
export const STAGE_NAMES = ['dev', 'staging', 'prod'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** Narrows a value from a command line or a context. */
export const isStageName = (name: unknown): name is StageName => STAGE_NAMES.some((known) => known === name);
