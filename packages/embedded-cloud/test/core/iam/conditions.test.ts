import { AccessControl, compilePolicy, type RequestContext } from '../../../src/core/iam';
import type { JsonObject } from '../../../src/core/service';

/** A policy with one statement, for every action and principal. */
const compile = (Effect: 'Allow' | 'Deny', Condition: JsonObject) => {
  const Statement = { Effect, Action: '*', Principal: '*', Resource: '*', Condition };
  return compilePolicy('Policy', { Version: '2012-10-17', Statement }, 'resource');
};

const holds = (Condition: JsonObject, context: RequestContext, effect: 'Allow' | 'Deny' = 'Allow') =>
  compile(effect, Condition)[0]?.meetsConditions(context);

describe('a condition', () => {
  it.each<[string, JsonObject, RequestContext, boolean]>([
    ['StringEquals', { StringEquals: { 's3:prefix': ['x', 'y'] } }, { 's3:prefix': 'y' }, true],
    ['StringEquals, in another case', { StringEquals: { 'S3:Prefix': 'x' } }, { 's3:prefix': 'X' }, false],
    ['StringEquals without the key', { StringEquals: { 's3:prefix': 'x' } }, {}, false],
    ['StringEqualsIfExists without the key', { StringEqualsIfExists: { 's3:prefix': 'x' } }, {}, true],
    ['StringNotEquals without the key', { StringNotEquals: { 's3:prefix': 'x' } }, {}, true],
    [
      'StringNotEquals with one of the values',
      { StringNotEquals: { 's3:prefix': ['x', 'y'] } },
      { 's3:prefix': 'y' },
      false,
    ],
    ['StringLike', { StringLike: { 's3:prefix': 'raw/*' } }, { 's3:prefix': 'raw/dt=1/' }, true],
    ['StringLike with another prefix', { StringLike: { 's3:prefix': 'raw/*' } }, { 's3:prefix': '' }, false],
    ['StringNotLike', { StringNotLike: { 's3:prefix': 'x*' } }, { 's3:prefix': 'yx' }, true],
    ['ArnLike', { ArnLike: { 's3:prefix': 'arn:aws:s3:*:*:f*' } }, { 's3:prefix': 'arn:aws:s3:::films' }, true],
    ['Bool', { Bool: { 'aws:SecureTransport': 'false' } }, {}, false],
    ['Null for an absent key', { Null: { 's3:prefix': 'true' } }, {}, true],
    ['Null for a present key', { Null: { 's3:prefix': 'true' } }, { 's3:prefix': 'x' }, false],
    ['NumericLessThan', { NumericLessThan: { 's3:prefix': 1.2 } }, { 's3:prefix': '1.1' }, true],
    ['NumericLessThan of an equal number', { NumericLessThan: { 's3:prefix': 1.2 } }, { 's3:prefix': '1.2' }, false],
    [
      'DateGreaterThan',
      { DateGreaterThan: { 's3:prefix': '2026-01-01T00:00:00Z' } },
      { 's3:prefix': '2026-02-01T00:00:00Z' },
      true,
    ],
    ['ForAllValues', { 'ForAllValues:StringEquals': { 's3:prefix': ['x', 'y'] } }, { 's3:prefix': ['x', 'z'] }, false],
    ['ForAllValues without the key', { 'ForAllValues:StringEquals': { 's3:prefix': 'x' } }, {}, true],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 's3:prefix': ['x', 'y'] } }, { 's3:prefix': ['x', 'z'] }, true],
    [
      'ForAnyValue of a negation',
      { 'ForAnyValue:StringNotEquals': { 's3:prefix': 'x' } },
      { 's3:prefix': ['x', 'z'] },
      true,
    ],
    [
      'ForAnyValue of a negation that no value meets',
      { 'ForAnyValue:StringNotEquals': { 's3:prefix': 'x' } },
      { 's3:prefix': ['x'] },
      false,
    ],
    [
      'ForAllValues of a negation',
      { 'ForAllValues:StringNotEquals': { 's3:prefix': 'x' } },
      { 's3:prefix': ['x', 'z'] },
      false,
    ],
    ['ForAnyValue of a negation without the key', { 'ForAnyValue:StringNotEquals': { 's3:prefix': 'x' } }, {}, false],
    [
      'ForAnyValue with IfExists without the key',
      { 'ForAnyValue:StringEqualsIfExists': { 's3:prefix': 'x' } },
      {},
      true,
    ],
    ['ForAnyValue without the key', { 'ForAnyValue:StringEquals': { 's3:prefix': 'x' } }, {}, false],
    [
      'two operators if only one holds',
      { StringEquals: { 's3:prefix': 'x' }, Null: { 's3:prefix': 'true' } },
      { 's3:prefix': 'x' },
      false,
    ],
  ])('%s', (_, condition, context, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });

  it.each<[string, JsonObject, string]>([
    [
      'operator',
      { BinaryEquals: { 's3:prefix': 'cmF3' } },
      'the condition operator BinaryEquals is not evaluated here',
    ],
    ['key', { StringNotEquals: { 's3:x-amz-acl': 'private' } }, 'the condition key s3:x-amz-acl is not evaluated here'],
    [
      'variable',
      { StringLike: { 's3:prefix': '${aws:username}/*' } },
      'the policy variable aws:username has no value here',
    ],
  ])('with an unknown %s allows nothing, denies, and is reported', (_, condition, problem) => {
    expect([holds(condition, {}), holds(condition, {}, 'Deny')]).toEqual([false, true]);
    const access = new AccessControl({ accountId: '000000000000', region: 'us-east-1' });
    access.attach('arn:aws:s3:::films', compile('Allow', condition));
    expect(access.problems).toEqual([`Policy[0]: ${problem}`]);
  });
});
