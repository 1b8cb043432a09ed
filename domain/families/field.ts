import type { ColumnType, FieldType } from './field-types';

/** Holds for an event if each of these fields has one of the values listed for it. */
export type Condition = Readonly<Record<string, readonly string[]>>;

/**
 * On which events the sender must give a field: on all (true), on none (false), if a condition holds (otherwise it is
 * optional), or unless a condition holds (then it must be absent).
 */
type Required = boolean | { readonly where: Condition } | { readonly exceptWhere: Condition };

/** The stores, in the order in which an event passes through them; `wire` is the stream. */
const STORES = ['wire', 'raw', 'curated', 'warehouse'] as const;
export type Store = (typeof STORES)[number];

/** One field of an event family. This is the only description of the field: everything else is derived from it. */
export interface FieldDefinition {
  readonly type: FieldType;
  readonly unit?: 'ms' | 'epoch ms' | 'kbit/s';
  readonly required: Required;
  /** A field without which this one has no meaning: it must be present too. @default none */
  readonly needs?: string;
  /** The standard or product that defines the term, in Markdown, such as CMCD `sid`. */
  readonly source?: string;
  /** What the value means, in one sentence of Markdown. */
  readonly meaning: string;
  /** What to send instead of a value that is refused. */
  readonly advice?: string;
  /** Set if a person writes the text or a program composes it: the quarantine keeps only its length. */
  readonly isFreeText?: true;
  /** @default the sender gives the field */
  readonly addedBy?: 'edge';
  /** What the edge does with the sender's value, in one sentence of Markdown. @default it keeps the value */
  readonly atEdge?: string;
  /** The last store that keeps the field; the stores before it keep it too. @default warehouse */
  readonly keptUntil?: Store;
}

/** The fields of a family by name, in the order of their columns: a new field follows all others. */
export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

/** The fields that the sender gives, by name. */
export const sentFields = (fields: FieldDefinitions): readonly (readonly [string, FieldDefinition])[] =>
  Object.entries(fields).filter(([, { addedBy }]) => addedBy === undefined);

/** The columns that a store keeps of a family's fields, by name, in their order. */
export const columnsOf = (fields: FieldDefinitions, store: Store): Readonly<Record<string, ColumnType>> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, { keptUntil = 'warehouse' }]) => STORES.indexOf(store) <= STORES.indexOf(keptUntil))
      .map(([name, { type }]) => [name, type.column]),
  );

/** The requirement on a field, completing the sentence "<field> …". */
export const mustBe = ({ type, unit, advice }: FieldDefinition): string =>
  [`must be ${type.description}${unit === undefined ? '' : `, in ${unit}`}`, advice].filter(Boolean).join('; ');

type ValueOf<Field extends FieldDefinition> = Field['type'] extends FieldType<infer Value> ? Value : never;

type RequiredNames<Fields extends FieldDefinitions> = {
  [Name in keyof Fields]: Fields[Name]['required'] extends true ? Name : never;
}[keyof Fields];

/** An event of a family as the stream carries it. */
export type StoredEventOf<Fields extends FieldDefinitions> = {
  readonly [Name in RequiredNames<Fields>]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in Exclude<keyof Fields, RequiredNames<Fields>>]?: ValueOf<Fields[Name]>;
};

/** An event of a family as its sender gives it. */
export type SentEventOf<Fields extends FieldDefinitions> = StoredEventOf<{
  readonly [Name in keyof Fields as Fields[Name] extends { readonly addedBy: 'edge' } ? never : Name]: Fields[Name];
}>;
