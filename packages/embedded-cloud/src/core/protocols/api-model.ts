import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../fields';

/** A member of a structure. */
interface Member {
  readonly name: string;
  /** The name in forms and in XML. */
  readonly wireName: string;
  readonly shape: Shape;
}

/** An object with known members. */
export interface Structure {
  readonly kind: 'structure';
  /** A function, because a shape may contain itself. */
  readonly members: () => readonly Member[];
}

/** A list; a flat one has no element of its own around its items. */
interface List {
  readonly kind: 'list';
  readonly item: () => Shape;
  /** The name of an item in forms and in XML; undefined when the list is flat. */
  readonly element: string | undefined;
}

/** A map from strings; a flat one has no element of its own around its entries. */
interface MapShape {
  readonly kind: 'map';
  readonly item: () => Shape;
  /** The names of key and value in forms and in XML. */
  readonly keyName: string;
  readonly valueName: string;
  readonly isFlat: boolean;
}

interface Scalar {
  readonly kind: 'string' | 'boolean' | 'number' | 'blob' | 'timestamp';
}

/** The type of a value in the API of a service. */
export type Shape = Structure | List | MapShape | Scalar;

const EMPTY: Structure = { kind: 'structure', members: () => [] };
const SCALARS = new Map(
  (['string', 'boolean', 'number', 'blob', 'timestamp'] as const).map((kind): [string, Scalar] => [kind, { kind }]),
);

/** What CBOR and XML need to know about the API of a service: scripts/write-api-models.py writes it from AWS's own model. */
export class ApiModel {
  /** Of the XML; empty for an API that does not have the Query protocol. */
  readonly namespace: string;
  /** Whether the Query protocol is that of EC2, which differs from that of other services. */
  readonly isEc2: boolean;
  private readonly errors: Readonly<Record<string, string>>;
  private readonly shapes = new Map<string, Shape>();

  constructor(private readonly fields: Fields) {
    this.namespace = fields.string('namespace');
    this.isEc2 = fields.boolean('isEc2');
    this.errors = fields.stringMap('errors');
  }

  /** The code that the Query protocol has for an error. */
  queryCodeOf(code: string): string {
    return this.errors[code] ?? code;
  }

  /** Without members for an operation that has no input. */
  inputOf(operation: string): Structure {
    return this.endOf(operation, 'input') ?? EMPTY;
  }

  /** Undefined for an operation that returns nothing. */
  outputOf(operation: string): Structure | undefined {
    return this.endOf(operation, 'output');
  }

  private endOf(operation: string, end: 'input' | 'output'): Structure | undefined {
    const name = this.fields.object('operations')?.object(operation)?.optionalString(end);
    const shape = name === undefined ? undefined : this.shape(name);
    return shape?.kind === 'structure' ? shape : undefined;
  }

  private shape(name: string): Shape {
    const known = SCALARS.get(name) ?? this.shapes.get(name);
    if (known) return known;
    const fields = this.fields.object('shapes')?.object(name);
    if (!fields) throw new Error(`The model of the API has no shape ${name}.`);
    const shape = this.toShape(fields);
    this.shapes.set(name, shape);
    return shape;
  }

  private toShape(fields: Fields): Shape {
    if (fields.has('list')) {
      return { kind: 'list', item: () => this.shape(fields.string('list')), element: fields.optionalString('element') };
    }
    if (fields.has('map')) {
      const [keyName, valueName] = [fields.string('key'), fields.string('value')];
      const item = (): Shape => this.shape(fields.string('map'));
      return { kind: 'map', item, keyName, valueName, isFlat: fields.boolean('flat') };
    }
    const names = fields.stringMap('names');
    let members: readonly Member[] | undefined;
    const read = (): readonly Member[] =>
      Object.entries(fields.stringMap('members')).map(([name, shape]) => ({
        name,
        wireName: names[name] ?? name,
        shape: this.shape(shape),
      }));
    return { kind: 'structure', members: () => (members ??= read()) };
  }
}

/** The model in the file api-model.json of a service's folder, which is read when a request first needs it. */
export const apiModelIn = (folder: string): (() => ApiModel) => {
  let model: ApiModel | undefined;
  return () => (model ??= new ApiModel(Fields.parse(readFileSync(join(folder, 'api-model.json'), 'utf8'))));
};
