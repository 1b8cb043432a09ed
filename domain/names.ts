/** The physical name of a stage's resource, such as `playhead-dev-viewing-events`; the stage's own name without a part. */
export const resourceName = (stage: string, part?: string): string =>
  part === undefined ? `playhead-${stage}` : `playhead-${stage}-${part}`;

/** The name of a stage's database in the data catalog: SQL names have no hyphens. */
export const databaseName = (stage: string): string => `playhead_${stage}`;

/** The log group of a step. */
export const logGroupName = (stage: string, step: string): string => `/playhead/${stage}/${step}`;
