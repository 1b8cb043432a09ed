import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item in the form of DynamoDB's API: each attribute is wrapped in its type, such as `{ S: 'text' }`. */
export type Item = Record<string, AttributeValue>;

/** The plain value of an attribute. */
export type ItemValue = string | number | boolean | Uint8Array | readonly ItemValue[] | ItemValues;

/** Plain values by name; a name whose value is undefined is left out of the item. */
export interface ItemValues {
  readonly [name: string]: ItemValue | undefined;
}

/** Wraps plain values. */
export const toItem = (values: ItemValues): Item =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, toAttribute(value)]])),
  );

const toAttribute = (value: ItemValue): AttributeValue => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  return isList(value) ? { L: value.map(toAttribute) } : { M: toItem(value) };
};

const isList = (value: readonly ItemValue[] | ItemValues): value is readonly ItemValue[] => Array.isArray(value);

/** The plain values of an item; an attribute of a type that {@link toItem} does not write is undefined. */
export const fromItem = (item: unknown): Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null
    ? Object.fromEntries(Object.entries(item).map(([name, attribute]) => [name, fromAttribute(attribute)]))
    : {};

const fromAttribute = (attribute: unknown): unknown => {
  if (typeof attribute !== 'object' || attribute === null) return undefined;
  if ('S' in attribute) return attribute.S;
  if ('N' in attribute) return Number(attribute.N);
  if ('BOOL' in attribute) return attribute.BOOL;
  if ('B' in attribute) return attribute.B;
  if ('L' in attribute && Array.isArray(attribute.L)) return attribute.L.map(fromAttribute);
  return 'M' in attribute ? fromItem(attribute.M) : undefined;
};
