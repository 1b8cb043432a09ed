import type { AlarmState, AlarmView } from 'embedded-cloud/views';
import type { CountsEvidence, OutageView } from '../views';
import { clock, counted, span } from './format';
import type { Tone } from './tone';

const TONES: Readonly<Record<string, Tone>> = { ALARM: 'bad', OK: 'good', INSUFFICIENT_DATA: 'warn' };
const WORDS: Readonly<Record<string, string>> = { ALARM: 'alarm', OK: 'OK', INSUFFICIENT_DATA: 'no data' };

/** The tone of an alarm's state. */
export const toneOf = (state: string): Tone => TONES[state] ?? 'none';

/** An alarm's state in words. */
export const inWords = (state: string): string => WORDS[state] ?? state;

/** An alarm's name without the prefix of its stage. */
export const shortName = (name: string): string => name.replace(/^playhead-[a-z]+-/, '');

/** A sentence about all alarms. */
export interface Summary {
  readonly text: string;
  readonly tone: Tone;
  /** The names of the firing alarms, the most important first. */
  readonly names: readonly string[];
}

/** Counts are complete after 13 s. If they are older than this while players send events, nobody knows who is watching. */
const STALE_MS = 60_000;

/** Sums up the alarms at a time, epoch ms. Silence means that all is well only while the counts are fresh. */
export const summary = ({
  alarms,
  outages,
  counts,
  now,
}: {
  readonly outages: readonly OutageView[];
  readonly alarms: readonly Pick<AlarmView, 'name' | 'kind' | 'state' | 'since'>[];
  readonly counts: CountsEvidence;
  readonly now: number;
}): Summary => {
  const inState = (state: AlarmState) => alarms.filter((alarm) => alarm.state === state);
  const firing = inState('ALARM');
  const waiting = inState('INSUFFICIENT_DATA').length;
  if (outages.length > 0) return outageSummary(outages, firing, now);
  if (firing.length > 0) {
    const since = Math.min(...firing.map((alarm) => alarm.since));
    const verb = firing.length === 1 ? 'fires' : 'fire';
    const text = `${counted(firing.length, 'alarm')} ${verb}, since ${clock(since)} (${inWholeSeconds(now - since)})`;
    return { text, tone: 'bad', names: firing.toSorted(byImportance).map(({ name }) => name) };
  }
  if (alarms.length === 0) return { text: 'No alarms are declared', tone: 'none', names: [] };
  if (waiting === alarms.length) return { text: 'Alarms are waiting for their first data', tone: 'none', names: [] };
  const unknown = unknownCounts(counts, now);
  if (unknown !== undefined) return { text: `Unknown: ${unknown}`, tone: 'warn', names: [] };
  const rest = waiting > 0 ? ` · ${waiting} waiting for data` : '';
  return { text: `All quiet · ${counted(alarms.length - waiting, 'alarm')} OK${rest}`, tone: 'good', names: [] };
};

/** An outage is named once: its alarm is not counted besides. */
const outageSummary = (outages: readonly OutageView[], firing: readonly Weighed[], now: number): Summary => {
  const others = firing.filter(({ name }) => shortName(name) !== 'playback-outage').toSorted(byImportance);
  const since = Math.min(...outages.map((outage) => outage.since));
  const text = [
    `Outage: ${outages.map(({ cause }) => cause).join(' · ')}, since ${clock(since)} (${inWholeSeconds(now - since)})`,
    ...(others.length > 0 ? [counted(others.length, 'other alarm')] : []),
  ].join(' · ');
  return { text, tone: 'bad', names: others.map(({ name }) => name) };
};

/** Why the counts say nothing about now; undefined if they are fresh, or if nobody watches. */
const unknownCounts = ({ newestAt, requestsSince }: CountsEvidence, now: number): string | undefined => {
  if (requestsSince === undefined || now - Math.max(requestsSince, newestAt ?? 0) <= STALE_MS) return undefined;
  return newestAt === undefined
    ? 'players send events, but no count of the last two minutes is complete'
    : `players send events, but the newest complete count is ${inWholeSeconds(now - newestAt)} old`;
};

/** The tenths of a second that `span` shows would change at every update. */
const inWholeSeconds = (ms: number): string => (ms < 60_000 ? `${Math.round(Math.max(0, ms) / 1_000)} s` : span(ms));

type Weighed = Pick<AlarmView, 'name' | 'kind' | 'since'>;

/** Composite alarms come first, then the alarm that fired first. */
const byImportance = (a: Weighed, b: Weighed): number =>
  Number(b.kind === 'composite') - Number(a.kind === 'composite') || a.since - b.since || (a.name < b.name ? -1 : 1);

/** The parts of an alarm's description. */
export interface Description {
  readonly meaning: string;
  /** Who is affected; may be empty. */
  readonly impact: string;
  /** The anchor of the runbook's section; may be empty. */
  readonly section: string;
}

/** Splits an alarm's description as the templates write it: meaning, impact and section of the runbook. */
export const splitDescription = (description: string): Description => {
  const [, meaning, impact, section] =
    /^(.*?)(?: Impact: (.*?))?(?: Runbook: \S*?#([\w-]+))?$/s.exec(description.trim()) ?? [];
  return { meaning: meaning ?? description, impact: impact ?? '', section: section ?? '' };
};
