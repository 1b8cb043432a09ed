/** A value that does not have the expected type; the message names the value and the field. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

type Decode<Value> = (value: unknown) => Value;

/**
 * Reads the fields of an object of unknown type, such as parsed JSON. Each method returns a field with its type, or throws
 * a {@link DecodeError}.
 */
export class Fields {
  private readonly values: ReadonlyMap<string, unknown>;

  /** `what` names the object in error messages, such as `erasure message`. */
  constructor(
    value: unknown,
    private readonly what: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new DecodeError(`The ${what} is not an object.`);
    }
    this.values = new Map(Object.entries(value));
  }

  static parse(json: string, what: string): Fields {
    return new Fields(parseJson(json, what), what);
  }

  /** A field of unknown type; undefined if it is missing. */
  value(name: string): unknown {
    return this.values.get(name);
  }

  text(name: string): string {
    const value = this.values.get(name);
    return typeof value === 'string' ? value : this.reject(name, 'a string');
  }

  number(name: string): number {
    const value = this.values.get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : this.reject(name, 'a number');
  }

  integer(name: string): number {
    const value = this.number(name);
    return Number.isSafeInteger(value) ? value : this.reject(name, 'an integer');
  }

  boolean(name: string): boolean {
    const value = this.values.get(name);
    return typeof value === 'boolean' ? value : this.reject(name, 'a boolean');
  }

  bytes(name: string): Uint8Array {
    const value = this.values.get(name);
    return value instanceof Uint8Array ? value : this.reject(name, 'binary');
  }

  oneOf<Value extends string>(name: string, allowed: readonly Value[]): Value {
    const value = this.values.get(name);
    return allowed.find((one) => one === value) ?? this.reject(name, `one of ${allowed.join(', ')}`);
  }

  object(name: string): Fields {
    return new Fields(this.values.get(name), `field ${name} of the ${this.what}`);
  }

  list<Value>(name: string, decode: Decode<Value>): readonly Value[] {
    const value = this.values.get(name);
    return Array.isArray(value) ? value.map((element) => decode(element)) : this.reject(name, 'a list');
  }

  texts(name: string): readonly string[] {
    return this.list(name, (element) =>
      typeof element === 'string' ? element : this.reject(name, 'a list of strings'),
    );
  }

  /** An object with any names, whose values have one type. */
  record<Value>(name: string, decode: Decode<Value>): Readonly<Record<string, Value>> {
    const { values } = this.object(name);
    return Object.fromEntries([...values].map(([key, value]) => [key, decode(value)]));
  }

  /** What `read` returns; undefined if the field is absent or null. */
  optional<Value>(name: string, read: (name: string) => Value): Value | undefined {
    const value = this.values.get(name);
    return value === undefined || value === null ? undefined : read(name);
  }

  private reject(name: string, expected: string): never {
    throw new DecodeError(
      this.values.has(name)
        ? `Field ${name} of the ${this.what} is not ${expected}.`
        : `Field ${name} of the ${this.what} is missing.`,
    );
  }
}

const parseJson = (json: string, what: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    throw new DecodeError(`The ${what} is not JSON.`);
  }
};
