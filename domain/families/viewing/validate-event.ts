import { type Field, PLAYER_EVENT_FIELDS as fields } from './player-event-fields';
import type { PlayerEvent } from './viewing-event';

/** Why an event, or a whole request, is refused: the field and what is wrong with it. */
export interface Issue {
  readonly field: string;
  readonly reason: string;
}

type Untrusted = Partial<Record<string, unknown>> & Partial<Record<keyof PlayerEvent, unknown>>;

// A Map, not the object: a key such as "constructor" or "__proto__" finds nothing in it.
const FIELDS = new Map<string, Field>(Object.entries(fields));
const REQUIRED = [...FIELDS].filter(([, field]) => field.required).map(([name]) => name);

/** The event, typed, or the first thing wrong with it. Times are checked by `timeIssue`, what no text may hold by `illFormedFields`. */
export const parseEvent = (value: unknown, keyCount = keyCountOf(value)): PlayerEvent | Issue => {
  if (!isObject(value)) return { field: 'event', reason: 'must be an object' };
  const issue = conforms(value, keyCount) ? combinationIssue(value) : fieldIssue(value);
  return issue ?? (value as unknown as PlayerEvent); // every field has just been checked against its table
};

/**
 * How many keys an object parsed from JSON has; 0 for what is none. Counting takes as long as checking three fields: do it
 * once. A loop is twice as fast as `Object.keys`, which makes an array; what JSON makes inherits no key that it sees.
 */
export const keyCountOf = (value: unknown): number => {
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- only counted
  if (isObject(value)) for (const _ in value) count++;
  return count;
};

/** Tells an issue from an event. */
export const isIssue = (result: object): result is Issue => 'reason' in result;

const isObject = (value: unknown): value is Untrusted =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Conforms = (event: Untrusted, keyCount: number) => boolean;

/** The engine's compiler puts so many checks in the place of their calls; of one function with all it leaves some out. */
const CHECKS_A_FUNCTION = 14;

/*
 * Whether every field is as the table says and none is unknown, compiled from the table: `accepts.cdn(cdn)` and so on,
 * spelt out. Reading fields by constant names makes it three times as fast as a loop, and every event of the service
 * passes here. `fieldIssue` finds what a refused event did wrong; a property test holds the two to one answer.
 */
const compile = (): Conforms => {
  const names = [...FIELDS.keys()];
  const counts = Array.from({ length: Math.ceil(names.length / CHECKS_A_FUNCTION) }, (_, index) =>
    countOf(names.slice(index * CHECKS_A_FUNCTION, (index + 1) * CHECKS_A_FUNCTION)),
  );
  const source = `
    ${counts.map((count, index) => `const count${index} = ${count};`).join('\n')}
    return (event, keyCount) => ${counts.map((_, index) => `count${index}(event)`).join(' + ')} === keyCount;`;
  const accepts = Object.fromEntries([...FIELDS].map(([name, field]) => [name, field.accepts]));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- made of our own table's names, nothing from outside
  const build = new Function('accepts', source) as (checks: object) => Conforms;
  return build(accepts);
};

/** The source of a function that counts which of some fields an event has; NaN where one is not as it must be. */
const countOf = (names: readonly string[]): string => {
  const checks = names.map((name) => `accepts.${name}(${name})`).join(' && ');
  const present = names.map((name) => `(${name} === undefined ? 0 : 1)`).join(' + ');
  return `({ ${names.join(', ')} }) => (${checks} ? ${present} : NaN)`;
};

const conforms = compile();

const fieldIssue = (event: Untrusted): Issue => {
  for (const [name, value] of Object.entries(event)) {
    const field = FIELDS.get(name);
    // What is dropped in silence is lost in silence: a field that the event model does not have is refused.
    if (!field) return { field: name.slice(0, 128).toWellFormed(), reason: 'is not a field of an event' };
    if (!field.accepts(value)) return { field: name, reason: field.must };
  }
  return { field: REQUIRED.find((name) => !Object.hasOwn(event, name)) ?? 'event', reason: 'is required' };
};

const combinationIssue = (event: Untrusted): Issue | undefined => {
  if (event.event === 'play_request') {
    if (event.interval_ms === undefined && event.state === undefined) return undefined;
    return { field: 'interval_ms', reason: 'must be absent with its state: a play_request closes no interval' };
  }
  if (event.interval_ms === undefined) return { field: 'interval_ms', reason: 'is required on all but play_request' };
  if (event.state === undefined) return { field: 'state', reason: 'is required with interval_ms' };
  if (event.event === 'error') return demand(event, 'error_code', 'error_fatal', 'error_business');
  if (event.event === 'playing' && event.state === 'starting') return demand(event, 'startup_ms');
  return undefined;
};

const demand = (event: Untrusted, ...names: readonly (keyof PlayerEvent)[]): Issue | undefined => {
  const missing = names.find((name) => event[name] === undefined);
  return missing && { field: missing, reason: `is required on this ${String(event.event)} event` };
};
