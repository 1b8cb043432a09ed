import { isObject, type JsonObject } from '../json-object';
import { ServiceError } from '../service-error';
import type { Shape, Structure } from './api-model';
import { decodeCbor, encodeCbor, Tagged } from './cbor';

const TIMESTAMP_TAG = 1;

/** How a protocol counts time: the number of its units in a second. */
export interface CborTime {
  readonly unitsPerSecond: 1 | 1_000;
}

/** Reads the input of an operation; an empty body is an empty input. */
export const readCbor = (body: Buffer, time: CborTime): JsonObject => {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = toJson(decodeCbor(body), time);
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not valid CBOR.');
  }
  if (isObject(value)) return value;
  throw new ServiceError('SerializationException', 'The request body is not a CBOR map.');
};

/** A decoded value in the form of JSON: bytes in base64, timestamps as epoch seconds. */
const toJson = (value: unknown, time: CborTime): unknown => {
  if (value instanceof Buffer) return value.toString('base64');
  if (value instanceof Tagged) {
    return value.tag === TIMESTAMP_TAG ? Number(value.value) / time.unitsPerSecond : toJson(value.value, time);
  }
  if (Array.isArray(value)) return value.map((item) => toJson(item, time));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member, time)]));
};

/** Writes the output of an operation; leaves out members that the shape does not have. */
export const writeCbor = (output: JsonObject, shape: Structure, time: CborTime): Buffer =>
  encodeCbor(fromJson(output, shape, time));

const fromJson = (value: unknown, shape: Shape, time: CborTime): unknown => {
  switch (shape.kind) {
    case 'structure':
      return isObject(value) ? fromMembers(value, shape, time) : {};
    case 'list':
      return Array.isArray(value) ? value.map((item) => fromJson(item, shape.item(), time)) : [];
    case 'map': {
      const entries = isObject(value) ? Object.entries(value) : [];
      return Object.fromEntries(entries.map(([key, item]) => [key, fromJson(item, shape.item(), time)]));
    }
    case 'blob':
      return Buffer.from(String(value), 'base64');
    case 'timestamp':
      return new Tagged(TIMESTAMP_TAG, toUnits(Number(value), time));
    case 'number':
      return Number(value);
    case 'boolean':
      return value === true || value === 'true';
    case 'string':
      return String(value);
  }
};

const fromMembers = (value: JsonObject, shape: Structure, time: CborTime): JsonObject =>
  Object.fromEntries(
    shape
      .members()
      .filter(({ name }) => value[name] !== undefined && value[name] !== null)
      .map(({ name, shape: member }) => [name, fromJson(value[name], member, time)]),
  );

/** Milliseconds are whole. */
const toUnits = (seconds: number, { unitsPerSecond }: CborTime): number =>
  unitsPerSecond === 1 ? seconds : Math.round(seconds * unitsPerSecond);
