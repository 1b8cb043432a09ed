import type { ConditionKey, RequestContext } from './access';
import { arnLike, exactly, type Matcher, wildcard } from './pattern';

/** Whether a request satisfies the conditions of a statement. */
export type Condition = (context: RequestContext) => boolean;

/** An operator: makes a matcher from a value in the policy, and may invert the result. */
interface Operator {
  readonly matcher: (expected: string) => Matcher;
  readonly isNegated: boolean;
}

const operator = (matcher: (expected: string) => Matcher, isNegated = false): Operator => ({ matcher, isNegated });

const compare =
  (parse: (text: string) => number, holds: (value: number, expected: number) => boolean) =>
  (expected: string): Matcher =>
  (value) =>
    holds(parse(value), parse(expected));

const comparisons = (family: string, parse: (text: string) => number): Readonly<Record<string, Operator>> => ({
  [`${family}Equals`]: operator(compare(parse, (value, expected) => value === expected)),
  [`${family}NotEquals`]: operator(
    compare(parse, (value, expected) => value === expected),
    true,
  ),
  [`${family}LessThan`]: operator(compare(parse, (value, expected) => value < expected)),
  [`${family}LessThanEquals`]: operator(compare(parse, (value, expected) => value <= expected)),
  [`${family}GreaterThan`]: operator(compare(parse, (value, expected) => value > expected)),
  [`${family}GreaterThanEquals`]: operator(compare(parse, (value, expected) => value >= expected)),
});

/** The date of an ISO 8601 text or of epoch seconds, in ms. */
const toDate = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text));

/**
 * The operators by name, without those for IP addresses and binary values, which no request here has. Source:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: operator((expected) => exactly(expected)),
  StringNotEquals: operator((expected) => exactly(expected), true),
  StringEqualsIgnoreCase: operator((expected) => exactly(expected, false)),
  StringNotEqualsIgnoreCase: operator((expected) => exactly(expected, false), true),
  StringLike: operator((expected) => wildcard(expected)),
  StringNotLike: operator((expected) => wildcard(expected), true),
  ArnEquals: operator(arnLike),
  ArnLike: operator(arnLike),
  ArnNotEquals: operator(arnLike, true),
  ArnNotLike: operator(arnLike, true),
  Bool: operator((expected) => exactly(expected, false)),
  ...comparisons('Numeric', Number),
  ...comparisons('Date', toDate),
};

const NAME = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** Compiles one entry of a Condition element, `{ operator: { key: values } }`; undefined for an unknown operator. */
export const toCondition = (name: string, key: ConditionKey, expected: readonly string[]): Condition | undefined => {
  const [, quantifier, base = '', ifExists] = NAME.exec(name) ?? [];
  if (base === 'Null' && quantifier === undefined && ifExists === undefined) {
    return (context) => expected.includes(String(context[key] === undefined));
  }
  const found = OPERATORS[base];
  if (!found) return undefined;
  const matchers = expected.map((value) => found.matcher(value));
  const test = (value: string, context: RequestContext): boolean =>
    matchers.some((matches) => matches(value, context)) !== found.isNegated;
  // An absent key satisfies every …IfExists, ForAllValues, and the operators that negate, except with ForAnyValue.
  const whenAbsent =
    quantifier === 'ForAllValues' || ifExists !== undefined || (quantifier === undefined && found.isNegated);
  const needsEvery = quantifier === 'ForAllValues' || (quantifier === undefined && found.isNegated);
  return (context) => {
    const actual = context[key];
    if (actual === undefined) return whenAbsent;
    if (typeof actual === 'string') return test(actual, context);
    return needsEvery ? actual.every((value) => test(value, context)) : actual.some((value) => test(value, context));
  };
};
