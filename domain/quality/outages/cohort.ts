/** A group of players that is measured together: those with these values. Without a field, all players. */
export interface Cohort {
  readonly deviceType?: string;
  readonly cdn?: string;
  readonly appVersion?: string;
  readonly contentId?: string;
  readonly country?: string;
  readonly streamType?: string;
}

/** A field that tells cohorts apart. */
export type CohortField = keyof Cohort;

/** All of them, in the order of a player's row. */
export const COHORT_FIELDS = [
  ...(['deviceType', 'cdn', 'appVersion'] as const),
  ...(['contentId', 'country', 'streamType'] as const),
] as const satisfies readonly CohortField[];

/** The fields of each kind of cohort. The first kind has none: it is all players. */
export const COHORT_KINDS: readonly (readonly CohortField[])[] = [
  [],
  ...COHORT_FIELDS.map((field) => [field]),
  ['deviceType', 'cdn'],
  ['deviceType', 'appVersion'],
];

/** The kind of a cohort, as a text. */
export const kindOf = (cohort: Cohort): string => Object.keys(cohort).join(' ');

/** Identifies a cohort. The fields of a cohort are in the order of {@link COHORT_KINDS}. */
export const cohortKey = (cohort: Cohort): string => JSON.stringify(cohort);

/** Whether everyone in the other cohort is in this one. A player is a cohort with all its fields. */
export const includes = (cohort: Cohort, other: Cohort): boolean =>
  Object.entries(cohort).every(([field, value]) => other[field as CohortField] === value);

/** The cohorts of a player, one of each kind whose fields it has. */
export const cohortsOf = (player: Cohort): readonly Cohort[] =>
  COHORT_KINDS.filter((fields) => fields.every((field) => player[field] !== undefined)).map((fields) =>
    Object.fromEntries(fields.map((field) => [field, player[field]])),
  );

const NOUNS: Record<CohortField, (value: string) => string> = {
  deviceType: (value) => value,
  cdn: (value) => `CDN ${value}`,
  appVersion: (value) => `app version ${value}`,
  contentId: (value) => `title ${value}`,
  country: (value) => `country ${value}`,
  streamType: (value) => `${value} streams`,
};

/** A cohort in words: "all players", "smart_tv on CDN cdn-a". */
export const describeCohort = (cohort: Cohort): string => {
  const parts = Object.entries(cohort).map(([field, value]) => NOUNS[field as CohortField](value as string));
  return parts.length === 0 ? 'all players' : parts.join(' on ');
};
