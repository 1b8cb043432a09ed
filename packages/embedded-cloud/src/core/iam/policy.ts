import { isObject, type JsonObject } from '../json-object';
import { ServiceError } from '../service-error';
import { type RequestContext, toConditionKey } from './access';
import { type Condition, toCondition } from './conditions';
import { arnLike, type Matcher, variablesIn, wildcard } from './pattern';
import { type PrincipalMatcher, toPrincipalMatcher } from './principal-matcher';

/** A statement of a policy, ready to be evaluated. */
export interface Statement {
  /** `<policy>[<index>]`, with the Sid when it has one. */
  readonly id: string;
  readonly isAllow: boolean;
  /** As the policy contains it. */
  readonly declared: JsonObject;
  readonly matchesAction: (action: string) => boolean;
  readonly matchesResource: Matcher;
  /** Undefined in a policy of an identity, which names no principal. */
  readonly matchesPrincipal: PrincipalMatcher | undefined;
  readonly meetsConditions: (context: RequestContext) => boolean;
  /** What could not be evaluated; such a statement allows nothing, and denies as if its conditions were met. */
  readonly problems: readonly string[];
}

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** The version of the policy language that has variables; AWS reads those of an older or no version as text. */
const WITH_VARIABLES = '2012-10-17';

/** Compiles a policy document; throws MalformedPolicyDocument for one that AWS rejects. */
export const compilePolicy = (name: string, document: unknown, kind: 'identity' | 'resource'): readonly Statement[] => {
  const { Statement, Version } = isObject(document) ? document : {};
  const statements = listOf(Statement);
  if (statements.length === 0) throw malformed(name, 'it has no statement');
  return statements.map((statement, index) => {
    if (!isObject(statement)) throw malformed(name, 'a statement is not an object');
    const sid = typeof statement['Sid'] === 'string' ? ` ${statement['Sid']}` : '';
    return compileStatement(`${name}[${index}]${sid}`, statement, kind, Version === WITH_VARIABLES);
  });
};

const compileStatement = (
  id: string,
  declared: JsonObject,
  kind: 'identity' | 'resource',
  mayHaveVariables: boolean,
): Statement => {
  const unknown = Object.keys(declared).find((element) => !ELEMENTS.includes(element));
  if (unknown !== undefined) throw malformed(id, `the element ${unknown} does not exist`);
  const { Effect } = declared;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw malformed(id, 'Effect must be Allow or Deny');
  const hasPrincipal = 'Principal' in declared || 'NotPrincipal' in declared;
  if (hasPrincipal !== (kind === 'resource')) {
    throw malformed(id, kind === 'resource' ? 'it names no Principal' : 'a policy of an identity names no Principal');
  }
  const actions = patterns(id, declared, 'Action');
  const matchesAction = oneOf(actions.values.map((pattern) => wildcard(pattern, false)));
  const { conditions, problems } = compileConditions(id, declared['Condition']);
  const variables = variablesIn(JSON.stringify(declared));
  if (!mayHaveVariables && variables.length > 0) {
    problems.push(`it has a variable, and its policy does not have the Version ${WITH_VARIABLES}`);
  }
  const unknownKey = variables.find((name) => !toConditionKey(name));
  if (unknownKey !== undefined) problems.push(`the policy variable ${unknownKey} has no value here`);
  const isAllow = Effect === 'Allow';
  return {
    id,
    isAllow,
    declared,
    matchesAction: (action) => matchesAction(action, {}) !== actions.isNegated,
    matchesResource: resourceMatcher(id, declared, kind),
    matchesPrincipal: kind === 'resource' ? toPrincipalMatcher(declared) : undefined,
    meetsConditions: (context) =>
      problems.length > 0 ? !isAllow : conditions.every((condition) => condition(context)),
    problems: problems.map((problem) => `${id}: ${problem}`),
  };
};

const oneOf =
  (matchers: readonly Matcher[]): Matcher =>
  (value, context) =>
    matchers.some((matches) => matches(value, context));

/** A trust policy and a policy of a function name no resource: they apply to what they are attached to. */
const resourceMatcher = (id: string, declared: JsonObject, kind: 'identity' | 'resource'): Matcher => {
  if (kind === 'resource' && !('Resource' in declared) && !('NotResource' in declared)) return () => true;
  const { values, isNegated } = patterns(id, declared, 'Resource');
  const matches = oneOf(values.map(arnLike));
  return isNegated ? (value, context) => !matches(value, context) : matches;
};

/** The patterns of `Action` or `NotAction`, `Resource` or `NotResource`. */
const patterns = (id: string, declared: JsonObject, element: 'Action' | 'Resource') => {
  const given = [element, `Not${element}`].filter((name) => name in declared);
  const [name] = given;
  if (name === undefined || given.length > 1) throw malformed(id, `it must have either ${element} or Not${element}`);
  const values = listOf(declared[name]).map(String);
  if (values.length === 0) throw malformed(id, `${name} is empty`);
  return { values, isNegated: name !== element };
};

const compileConditions = (
  id: string,
  declared: unknown = {},
): { readonly conditions: readonly Condition[]; readonly problems: string[] } => {
  const conditions: Condition[] = [];
  const problems: string[] = [];
  for (const [operator, tests] of entriesOf(id, declared)) {
    for (const [key, values] of entriesOf(id, tests)) {
      const conditionKey = toConditionKey(key);
      const condition = conditionKey && toCondition(operator, conditionKey, listOf(values).map(String));
      if (condition) conditions.push(condition);
      else problems.push(`the condition ${conditionKey ? `operator ${operator}` : `key ${key}`} is not evaluated here`);
    }
  }
  return { conditions, problems };
};

/** The entries of Condition, or of one operator; a condition that is ignored would allow too much. */
const entriesOf = (id: string, declared: unknown): readonly (readonly [string, unknown])[] => {
  if (!isObject(declared)) throw malformed(id, 'Condition must be { operator: { key: values } }');
  return Object.entries(declared);
};

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value];

const malformed = (id: string, problem: string): ServiceError =>
  new ServiceError('MalformedPolicyDocument', `The policy ${id} is malformed: ${problem}.`);
