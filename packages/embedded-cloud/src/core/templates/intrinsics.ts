import { isObject } from '../service';

/** The values that intrinsic functions refer to. */
export interface References {
  /** The value of `Ref` for a parameter, a pseudo parameter or a resource. */
  readonly ref: (name: string) => Promise<unknown>;
  readonly attribute: (logicalId: string, attribute: string) => Promise<string>;
  readonly importValue: (exportName: string) => string;
  readonly stackOutput: (stackName: string, outputName: string) => string;
}

type Resolver = (argument: unknown, references: References) => Promise<unknown>;

/** Returns a copy of a template value with its intrinsic functions resolved; throws on a function that it does not support. */
export const resolve = async (value: unknown, references: References): Promise<unknown> => {
  if (Array.isArray(value)) return sequentially(value, (element) => resolve(element, references));
  if (!isObject(value)) return value;
  const [only, ...others] = Object.entries(value);
  if (only && others.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
    const resolver = RESOLVERS[only[0]];
    if (!resolver) throw new Error(`The embedded cloud does not support ${only[0]}.`);
    return resolver(only[1], references);
  }
  const entries = await sequentially(
    Object.entries(value),
    async ([key, member]) => [key, await resolve(member, references)] as const,
  );
  return Object.fromEntries(entries.filter(([, member]) => member !== NO_VALUE));
};

/** The value of `Ref: AWS::NoValue`; a property with this value is removed. */
export const NO_VALUE = Symbol('AWS::NoValue');

const sequentially = async <From, To>(values: readonly From[], map: (value: From) => Promise<To>): Promise<To[]> => {
  const mapped: To[] = [];
  for (const value of values) mapped.push(await map(value));
  return mapped;
};

const listOf = async (argument: unknown, references: References): Promise<readonly unknown[]> => {
  const list: unknown = await resolve(argument, references);
  if (!Array.isArray(list)) throw new Error('The argument of an intrinsic function must be a list.');
  return list as readonly unknown[];
};

const substitute: Resolver = async (argument, references) => {
  const [text, variables] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}];
  const known = isObject(variables) ? variables : {};
  let result = '';
  for (const [index, part] of String(text)
    .split(/\$\{([^}]*)\}/)
    .entries()) {
    if (index % 2 === 0) result += part;
    else if (part.startsWith('!')) result += `\${${part.slice(1)}}`;
    else if (part in known) result += String(await resolve(known[part], references));
    else if (part.includes('.')) result += await attributeOf(part, references);
    else result += String(await references.ref(part));
  }
  return result;
};

const attributeOf = (argument: unknown, references: References): Promise<string> => {
  const [logicalId = '', ...path] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  return references.attribute(logicalId, path.join('.'));
};

const RESOLVERS: Readonly<Record<string, Resolver>> = {
  Ref: (argument, references) => references.ref(String(argument)),
  'Fn::GetAtt': attributeOf,
  'Fn::Base64': async (argument, references) =>
    Buffer.from(String(await resolve(argument, references))).toString('base64'),
  'Fn::Sub': substitute,
  'Fn::ImportValue': async (argument, references) =>
    references.importValue(String(await resolve(argument, references))),
  'Fn::GetStackOutput': async (argument, references) => {
    const read = await resolve(argument, references);
    const { StackName, OutputName } = isObject(read) ? read : {};
    return references.stackOutput(String(StackName), String(OutputName));
  },
  'Fn::Join': async (argument, references) => {
    const [separator, parts] = await listOf(argument, references);
    return Array.isArray(parts) ? parts.map(String).join(String(separator)) : '';
  },
  'Fn::Select': async (argument, references) => {
    const [index, parts] = await listOf(argument, references);
    return Array.isArray(parts) ? (parts as unknown[])[Number(index)] : undefined;
  },
  'Fn::Split': async (argument, references) => {
    const [separator, text] = await listOf(argument, references);
    return String(text).split(String(separator));
  },
};
