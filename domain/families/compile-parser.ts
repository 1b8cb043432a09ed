import { describeCondition, holds } from './condition';
import { type Condition, type FieldDefinition, type FieldDefinitions, mustBe, sentFields } from './field';
import type { Issue } from './issue';

/**
 * The fields that a sender gives, by name. A Map, because a lookup in an object would also find "constructor" or
 * "__proto__".
 */
export type CheckedFields = ReadonlyMap<string, FieldDefinition>;

export const checkedFields = (fields: FieldDefinitions): CheckedFields => new Map(sentFields(fields));

/** The fields whose values are arrays of objects. */
export const objectFieldsOf = (fields: CheckedFields): readonly string[] =>
  [...fields].flatMap(([name, { type }]) => (type.holdsObjects ? [name] : []));

/** Returns the event, typed, or the first thing that is wrong with it; `keyCount` is the `keyCountOf` the value. */
export type Parser<Sent> = (value: unknown, keyCount?: number) => Sent | Issue;

type Untrusted = Readonly<Partial<Record<string, unknown>>>;
type Check = (event: Untrusted, keyCount: number) => boolean;

/**
 * Compiles the parser of a family's events. Compiled checks decide whether an event is valid; a loop over the definition
 * finds what is wrong with an invalid one. A property test checks that both agree. See docs/decisions/0006. An event with
 * fractions of a millisecond takes the slow path: it is rounded and checked again.
 */
export const compileParser = <Sent>(fields: CheckedFields): Parser<Sent> => {
  const isValid = compileCheck(fields);
  return (value, keyCount = keyCountOf(value)) => {
    if (!isObject(value)) return { field: 'event', reason: 'must be an object' };
    if (isValid(value, keyCount)) return value as Sent; // every field has just been checked
    const rounded = roundFractions(value, fields);
    return rounded && isValid(rounded, keyCount) ? (rounded as Sent) : issueOf(rounded ?? value, fields);
  };
};

/** The event with whole numbers in the fields that are rounded; undefined if it has no fractions there. */
const roundFractions = (event: Untrusted, fields: CheckedFields): Untrusted | undefined => {
  const fractions = Object.entries(event).filter(
    ([name, value]) => fields.get(name)?.type.isRounded && Number.isFinite(value) && !Number.isInteger(value),
  );
  if (fractions.length === 0) return undefined;
  return { ...event, ...Object.fromEntries(fractions.map(([name, value]) => [name, Math.round(Number(value))])) };
};

/**
 * How many keys an object parsed from JSON has; 0 for any other value. Counting takes as long as checking three fields,
 * so count once. A loop is twice as fast as `Object.keys`, which builds an array; JSON.parse creates no inherited keys.
 */
export const keyCountOf = (value: unknown): number => {
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- only counted
  if (isObject(value)) for (const _ in value) count++;
  return count;
};

const isObject = (value: unknown): value is Untrusted =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** V8's optimizer inlines about this many checks into one function and calls the others. */
const CHECKS_PER_FUNCTION = 14;

/**
 * Compiles the definition into straight-line code, `accepts.cdn(cdn)` and so on: reading fields by constant names is
 * several times as fast as a loop, and every event of the service passes here. A group of optional fields is skipped if
 * the groups before it have found every key: fields that no player sends cost nothing.
 */
const compileCheck = (fields: CheckedFields): Check => {
  const groups = groupsOf(fields);
  const source = `
    ${groups.map(({ names }, index) => `const count${index} = ${countSource(names, fields)};`).join('\n')}
    const isComplete = (event) => ${completeSource(fields)};
    return (event, keyCount) => {
      let rest = keyCount;
      ${groups.map(({ isOptional }, index) => `${isOptional ? 'if (rest !== 0) ' : ''}rest -= count${index}(event);`).join('\n')}
      return rest === 0 && isComplete(event);
    };`;
  const accepts = Object.fromEntries([...fields].map(([name, { type }]) => [name, type.accepts]));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- built from our own definition, nothing from outside
  const build = new Function('accepts', source) as (checks: object) => Check;
  return build(accepts);
};

/** The fields in groups of the size of a function. Required fields come first: their groups are always checked. */
const groupsOf = (fields: CheckedFields) => {
  const isRequired = (name: string): boolean => fields.get(name)?.required === true;
  const names = [...fields.keys()].toSorted((one, other) => Number(isRequired(other)) - Number(isRequired(one)));
  return Array.from({ length: Math.ceil(names.length / CHECKS_PER_FUNCTION) }, (_, index) => {
    const group = names.slice(index * CHECKS_PER_FUNCTION, (index + 1) * CHECKS_PER_FUNCTION);
    return { names: group, isOptional: !group.some(isRequired) };
  });
};

/** The source of a function that counts which of some fields an event has; NaN if one of them is invalid. */
const countSource = (names: readonly string[], fields: CheckedFields): string => {
  const checks = names.map((name) => {
    const { required, needs } = fields.get(name) ?? {};
    const accepts = `accepts.${name}(${name})`;
    if (required === true) return accepts;
    return `(${name} === undefined || ${accepts}${needs === undefined ? '' : ` && $.${needs} !== undefined`})`;
  });
  const present = names.map((name) => `(${name} === undefined ? 0 : 1)`);
  return `($) => {
    const { ${names.join(', ')} } = $;
    return ${checks.join(' && ')} ? ${present.join(' + ')} : NaN;
  }`;
};

/** The source of an expression that says whether the fields that depend on others are present exactly where they must be. */
const completeSource = (fields: CheckedFields): string => {
  const terms = [...fields].flatMap(([name, { required }]) => {
    if (typeof required === 'boolean') return [];
    if ('where' in required) return [`(!(${conditionSource(required.where)}) || event.${name} !== undefined)`];
    return [`(${conditionSource(required.exceptWhere)}) === (event.${name} === undefined)`];
  });
  return ['true', ...terms].join(' && ');
};

const conditionSource = (condition: Condition): string =>
  Object.entries(condition)
    .map(([name, values]) => `(${values.map((value) => `event.${name} === ${JSON.stringify(value)}`).join(' || ')})`)
    .join(' && ');

const issueOf = (event: Untrusted, fields: CheckedFields): Issue => {
  for (const [name, value] of Object.entries(event)) {
    const field = fields.get(name);
    // Unknown fields are refused: if they were dropped, the loss would go unnoticed.
    if (!field) return { field: name.slice(0, 128).toWellFormed(), reason: 'is not a field of an event' };
    if (!field.type.accepts(value)) return { field: name, reason: mustBe(field) };
  }
  for (const [name, { required }] of fields) {
    if (required === true && !Object.hasOwn(event, name)) return { field: name, reason: 'is required' };
  }
  return presenceIssue(event, fields);
};

const presenceIssue = (event: Untrusted, fields: CheckedFields): Issue => {
  for (const [field, { required, needs }] of fields) {
    const isPresent = event[field] !== undefined;
    if (isPresent && needs !== undefined && event[needs] === undefined) return { field, reason: `needs ${needs}` };
    if (typeof required === 'boolean') continue;
    if ('where' in required) {
      if (!isPresent && holds(required.where, event))
        return { field, reason: `is required if ${describeCondition(required.where)}` };
    } else if (holds(required.exceptWhere, event) === isPresent) {
      const must = isPresent ? 'must be absent if' : 'is required unless';
      return { field, reason: `${must} ${describeCondition(required.exceptWhere)}` };
    }
  }
  return { field: 'event', reason: 'is not valid' };
};
