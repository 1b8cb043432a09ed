import { isObject, type Json, type JsonObject, mapEntries, toJson } from './json';

/**
 * Writes references between resources as text, so that an ARN takes one line.
 *
 * - `#{Topic}` is a Ref, `#{Topic.Arn}` a GetAtt, `#{import stack:name}` an ImportValue, `#{output stack name region}` a
 *   GetStackOutput; the region is often `AWS::Region`, a Ref. A Join of them is one text.
 * - `#{#}{` is a literal `#{`.
 * - Text that holds JSON, such as the body of a dashboard, becomes `{ $json: … }`.
 * - A key that starts with `$` gets a second `$`, so that it differs from the keys that this notation adds.
 */
export const encodeReferences = (value: Json): Json => {
  const text = toText(value);
  if (text !== undefined) return parseText(text) ?? text;
  if (Array.isArray(value)) return value.map(encodeReferences);
  return isObject(value) ? mapEntries(value, (key, item) => [escapeKey(key), encodeReferences(item)]) : value;
};

/** The inverse of {@link encodeReferences}. */
export const decodeReferences = (value: Json): Json => {
  if (typeof value === 'string') return fromText(value);
  if (Array.isArray(value)) return value.map(decodeReferences);
  if (!isObject(value)) return value;
  const { $json } = value;
  if ($json !== undefined) return fromText(JSON.stringify(mapKeys($json, unescapeKey)));
  return mapEntries(value, (key, item) => [unescapeKey(key), decodeReferences(item)]);
};

const escapeKey = (key: string): string => (key.startsWith('$') ? `$${key}` : key);
const unescapeKey = (key: string): string => (key.startsWith('$$') ? key.slice(1) : key);

/** The text of a string, a reference or a Join; undefined if {@link fromText} would not return the same value. */
const toText = (value: Json): string | undefined => {
  if (typeof value === 'string') return value.replaceAll('#{', '#{#}{');
  return isObject(value) ? (toReference(value) ?? joinToText(value)) : undefined;
};

const toReference = (value: JsonObject): string | undefined => {
  const [name, argument] = callOf(value);
  if (name === 'Ref' && isMatch(/^[A-Za-z][\w:]*$/, argument)) return `#{${argument}}`;
  if (name === 'Fn::ImportValue' && isMatch(/^[\w:.-]+$/, argument)) return `#{import ${argument}}`;
  if (name === 'Fn::GetStackOutput') return outputToText(argument ?? null);
  if (name !== 'Fn::GetAtt' || !Array.isArray(argument) || argument.length !== 2) return undefined;
  const [id, attribute] = argument;
  return isMatch(/^[A-Za-z]\w*$/, id) && isMatch(/^[\w.]+$/, attribute) ? `#{${id}.${attribute}}` : undefined;
};

const PSEUDO_REGION = 'AWS::Region';

const outputToText = (argument: Json): string | undefined => {
  if (!isObject(argument) || Object.keys(argument).join() !== 'StackName,Region,OutputName') return undefined;
  const { StackName, Region, OutputName } = argument;
  const region = JSON.stringify(Region) === JSON.stringify({ Ref: PSEUDO_REGION }) ? PSEUDO_REGION : Region;
  if (!isMatch(/^([\w-]+|AWS::Region)$/, region) || Region === PSEUDO_REGION) return undefined;
  if (!isMatch(/^[\w-]+$/, StackName) || !isMatch(/^\w+$/, OutputName)) return undefined;
  return `#{output ${StackName} ${OutputName} ${region}}`;
};

/** The text of a Join without separator whose borders the text shows: no empty parts, and no two strings in a row. */
const joinToText = (value: JsonObject): string | undefined => {
  const [name, argument] = callOf(value);
  if (name !== 'Fn::Join' || !Array.isArray(argument) || argument.length !== 2) return undefined;
  const [separator, parts] = argument;
  if (separator !== '' || !Array.isArray(parts) || parts.length < 2) return undefined;
  const texts = parts.map((part) => (isObject(part) ? toReference(part) : toText(part)));
  const hidesBorders = parts.some((part, n) => part === '' || (isText(part) && isText(parts[n - 1])));
  return hidesBorders || texts.includes(undefined) ? undefined : texts.join('');
};

const fromText = (text: string): Json => {
  const parts: Json[] = [];
  const append = (literal: string): void => {
    const last = parts.at(-1);
    if (isText(last)) parts[parts.length - 1] = last + literal;
    else if (literal) parts.push(literal);
  };
  for (const [index, piece] of text.split(/#\{([^{}]*)\}/).entries()) {
    if (index % 2 === 0) append(piece);
    else if (piece === '#') append('#');
    else parts.push(fromReference(piece));
  }
  if (parts.length > 1) return { 'Fn::Join': ['', parts] };
  return parts[0] ?? '';
};

const fromReference = (reference: string): Json => {
  const [, imported] = /^import (.+)$/.exec(reference) ?? [];
  if (imported !== undefined) return { 'Fn::ImportValue': imported };
  const [, StackName, OutputName, region] = /^output (\S+) (\S+) (\S+)$/.exec(reference) ?? [];
  if (StackName !== undefined && OutputName !== undefined && region !== undefined) {
    const Region = region === PSEUDO_REGION ? { Ref: region } : region;
    return { 'Fn::GetStackOutput': { StackName, Region, OutputName } };
  }
  const [, id, attribute] = /^(\w+)\.(.+)$/.exec(reference) ?? [];
  return id !== undefined && attribute !== undefined ? { 'Fn::GetAtt': [id, attribute] } : { Ref: reference };
};

/** The JSON that a text holds, provided that JSON.stringify writes the same text. */
const parseText = (text: string): Json | undefined => {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return JSON.stringify(parsed) === text ? { $json: mapKeys(toJson(parsed), escapeKey) } : undefined;
  } catch {
    return undefined;
  }
};

const mapKeys = (value: Json, convert: (key: string) => string): Json => {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, convert));
  return isObject(value) ? mapEntries(value, (key, item) => [convert(key), mapKeys(item, convert)]) : value;
};

/** The name and the argument of an intrinsic function: the only entry of its object. */
const callOf = (value: JsonObject): [string, Json] | [] => {
  const [call, ...others] = Object.entries(value);
  return call && others.length === 0 ? call : [];
};

const isText = (value: Json | undefined): value is string => typeof value === 'string';
const isMatch = (pattern: RegExp, value: Json | undefined): value is string => isText(value) && pattern.test(value);
