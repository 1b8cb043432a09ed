/** The stages, in the order in which a change goes through them. */
export const STAGE_NAMES = ['dev', 'staging', 'prod'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** Narrows what a command line or a context gives. */
export const isStageName = (name: unknown): name is StageName => STAGE_NAMES.some((known) => known === name);
