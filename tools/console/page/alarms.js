import { clock, counted, span } from './format.js';

const TONES = { ALARM: 'bad', OK: 'good', INSUFFICIENT_DATA: 'warn' };
const STATES = { ALARM: 'alarm', OK: 'OK', INSUFFICIENT_DATA: 'no data' };

/** The tone of an alarm's state. */
export const toneOf = (state) => TONES[state] ?? 'none';

/** An alarm's state in words. */
export const told = (state) => STATES[state] ?? state;

/** Without the stage. */
export const shortName = (name) => name.replace(/^playhead-[a-z]+-/, '');

/** What the strip says: a sentence, its tone, and those that it names, the most telling first. */
export const summary = ({ alarms, now }) => {
  const firing = alarms.filter(({ state }) => state === 'ALARM');
  const unknown = alarms.filter(({ state }) => state === 'INSUFFICIENT_DATA').length;
  if (firing.length > 0) {
    const since = Math.min(...firing.map((alarm) => alarm.since));
    const verb = firing.length === 1 ? 'fires' : 'fire';
    const text = `${counted(firing.length, 'alarm')} ${verb}, since ${clock(since)} (${lasting(now - since)})`;
    return { text, tone: 'bad', named: firing.toSorted(byWeight).map(({ name }) => name) };
  }
  const heard = alarms.length - unknown;
  if (alarms.length === 0) return { text: 'No alarms are declared', tone: 'none', named: [] };
  if (heard === 0) return { text: 'Alarms are waiting for their first data', tone: 'none', named: [] };
  const waiting = unknown > 0 ? ` · ${unknown} waiting for data` : '';
  return { text: `All quiet · ${counted(heard, 'alarm')} OK${waiting}`, tone: 'good', named: [] };
};

/** A clock that shows tenths of a second would only make nervous. */
const lasting = (ms) => (ms < 60_000 ? `${Math.round(Math.max(0, ms) / 1_000)} s` : span(ms));

/** What speaks for most comes first: composites, and among them, or the others, what fired first. */
const byWeight = (a, b) =>
  Number(b.kind === 'composite') - Number(a.kind === 'composite') || a.since - b.since || (a.name < b.name ? -1 : 1);

/** An alarm's description in its parts, as the templates write it: what it means, who is hurt, and where to read on. */
export const story = (description) => {
  const [, meaning, impact, section] =
    /^(.*?)(?: Impact: (.*?))?(?: Runbook: \S*?#([\w-]+))?$/s.exec(description.trim()) ?? [];
  return { meaning: meaning ?? description, impact: impact ?? '', section: section ?? '' };
};
