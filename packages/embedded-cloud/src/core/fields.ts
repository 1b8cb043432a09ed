import { isObject, type JsonObject } from './json-object';
import { ServiceError } from './service-error';

/**
 * Reads typed fields of a JSON object: the input of a call, the properties of a resource, or a state file. A field that is
 * missing or has the wrong type throws a ServiceError. Numbers and booleans may be strings, as in CloudFormation.
 */
export class Fields {
  constructor(
    readonly all: JsonObject,
    private readonly missingCode = 'ValidationException',
  ) {}

  /** The fields of a JSON text, which must be an object. */
  static parse(json: string): Fields {
    const value: unknown = JSON.parse(json);
    if (!isObject(value)) throw new SyntaxError('Not a JSON object.');
    return new Fields(value);
  }

  has(name: string): boolean {
    return this.all[name] !== undefined && this.all[name] !== null;
  }

  string(name: string): string {
    return this.optionalString(name) ?? this.missing(name);
  }

  optionalString(name: string): string | undefined {
    const value = this.all[name] ?? undefined;
    if (value !== undefined && typeof value !== 'string') throw wrongType(name, 'a string');
    return value;
  }

  number(name: string): number {
    return this.optionalNumber(name) ?? this.missing(name);
  }

  optionalNumber(name: string): number | undefined {
    const value = this.all[name] ?? undefined;
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongType(name, 'a number');
    return number;
  }

  /** `absent` when the field is absent, false by default. */
  boolean(name: string, absent = false): boolean {
    const value = this.all[name] ?? absent;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    throw wrongType(name, 'a boolean');
  }

  object(name: string): Fields | undefined {
    const value = this.all[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!isObject(value)) throw wrongType(name, 'an object');
    return new Fields(value, this.missingCode);
  }

  /** Empty when absent. */
  objects(name: string): Fields[] {
    return this.array(name).map((value) => {
      if (!isObject(value)) throw wrongType(name, 'a list of objects');
      return new Fields(value, this.missingCode);
    });
  }

  /** Empty when absent. */
  strings(name: string): string[] {
    return this.array(name).map((value) => {
      if (typeof value !== 'string') throw wrongType(name, 'a list of strings');
      return value;
    });
  }

  /** An object whose values are strings; empty when absent. */
  stringMap(name: string): Record<string, string> {
    const map = this.object(name);
    return Object.fromEntries(Object.keys(map?.all ?? {}).map((key) => [key, map?.string(key) ?? '']));
  }

  private array(name: string): readonly unknown[] {
    const value = this.all[name] ?? [];
    if (!Array.isArray(value)) throw wrongType(name, 'a list');
    return value;
  }

  private missing(name: string): never {
    throw new ServiceError(this.missingCode, `The request must contain the parameter ${name}.`);
  }
}

const wrongType = (name: string, expected: string): ServiceError =>
  new ServiceError('SerializationException', `${name} is not ${expected}.`);
