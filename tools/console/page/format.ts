const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 });
const shares = new Intl.NumberFormat('en', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const timeOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** 5000000 → "5,000,000". */
export const count = (value: number): string => whole.format(value);

/** 5000000 → "5M": for axes. */
export const compact = (value: number): string => short.format(value);

/** 0.0123 → "1.23%"; 0 of 0 is 0 %. */
export const percent = (part: number, of: number): string => percents.format(of > 0 ? part / of : 0);

/** Like `percent`, with exactly one decimal: for columns. */
export const share = (part: number, of: number): string => shares.format(of > 0 ? part / of : 0);

/** Epoch ms → "12:03:05", in this machine's time zone. */
export const clock = (at: number): string => timeOfDay.format(at);

/** The count with its noun: "1 title", "20 titles". */
export const counted = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** A duration in ms → "840 ms", "12.3 s", "4 min 03 s", "2 h 05 min". */
export const span = (ms: number): string => {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.round(ms / 1_000);
  if (ms < 999.5) return `${count(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${pad(Math.floor((seconds % 3_600) / 60))} min`;
};

/** Control characters, and characters that change the direction of text. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Replaces the invisible characters of untrusted text, so that two different ids never appear equal. */
export const visible = (text: string): string => text.replace(INVISIBLE, '\ufffd');

/** 0.012345 → "0.01235", 12345.6 → "12,346", 5000000 → "5M": for numbers of any unit. */
export const figure = (value: number): string => {
  const size = Math.abs(value);
  if (size >= 1_000_000) return short.format(value);
  return size >= 1_000 ? whole.format(value) : String(Number(value.toPrecision(4)));
};
