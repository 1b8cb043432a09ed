/** The colour of a statement: good, needs attention, bad, or neutral. */
export type Tone = 'good' | 'warn' | 'bad' | 'none';

/** A number with its name. */
export type Figure = readonly [name: string, value: string, tone?: Tone];
