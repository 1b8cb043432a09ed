import { CURATED_EVENT_BYTES, type Load, RAW_EVENT_BYTES, ratesOf } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';

const DAY_SECONDS = 86_400;

/** The dates whose events arrive promptly between two nights: yesterday, and the day before because of its last hour. */
const PROMPT_DATES = 2;

/** The share of events that are received more than an hour after they happened, evenly from as many dates. Assumed. */
const LATE_SHARE = 0.002;
const LATE_DATES = 30;

/** A date waits at most this many nights for its turn. */
const TURN_NIGHTS = 7;

/** Each date of events that a run writes changes the sessions and training examples of three dates, and a week. */
const DERIVED_DATES = 3;

/**
 * The dates that are read, of raw and of curated events. All slices of a date together read the raw days from the day
 * before it until today once (assumed): seven for the two prompt dates, and 18 for a date of the last month. Sessions read
 * three dates of events for each date: four for the two prompt dates.
 */
const PROMPT_READS = { raw: 7, curated: 12 };
const LATE_READS = { raw: 18, curated: 9 };

/** Athena bills a statement for at least this, bytes. */
const MINIMUM_SCANNED_BYTES = 10e6;

/** The work of one nightly curation run. */
export interface NightlyCuration {
  /** Dates of events that are rewritten only because of late events. */
  readonly lateDates: number;
  readonly statements: number;
  readonly scannedBytes: number;
  /** How often the statements of a night open the raw objects of one day: each slice of a date opens them all. */
  readonly rawReads: number;
}

/** What curation does each night at a load, on average. */
export const nightlyCuration = (load: Load, templates: StageTemplates): NightlyCuration => {
  const eventsPerDay = ratesOf(load).events * DAY_SECONDS;
  const slices = Number(templates.environment('curate', 'CURATION_SLICES'));
  const promptDates = eventsPerDay > 0 ? PROMPT_DATES : 0;
  const lateDates = lateDatesPerNight(eventsPerDay, templates);
  const derived = promptDates > 0 ? promptDates + 2 + lateDates * DERIVED_DATES : 0;
  const statements = (promptDates + lateDates) * (slices + 1) + 2 * derived + 1; // the last one finds the dates
  const bytesOf = ({ raw, curated }: typeof LATE_READS): number =>
    raw * RAW_EVENT_BYTES + curated * CURATED_EVENT_BYTES;
  const bytes = eventsPerDay * (bytesOf(PROMPT_READS) + lateDates * bytesOf(LATE_READS));
  const rawReads = promptDates > 0 ? slices * (PROMPT_READS.raw + lateDates * LATE_READS.raw) : 0;
  return { lateDates, statements, scannedBytes: Math.max(bytes, statements * MINIMUM_SCANNED_BYTES), rawReads };
};

/** A date is due when its late events have reached the share at which it is rewritten at once, or after a week. */
const lateDatesPerNight = (eventsPerDay: number, templates: StageTemplates): number => {
  const share = Number(templates.environment('curate', 'LATE_EVENTS_SHARE'));
  const perRun = Number(templates.environment('curate', 'LATE_DATES_PER_RUN'));
  const touched = Math.min(LATE_DATES, eventsPerDay * LATE_SHARE);
  const nights = Math.min(TURN_NIGHTS, Math.max(1, Math.ceil(share / (LATE_SHARE / LATE_DATES))));
  return Math.min(perRun, touched / nights);
};
