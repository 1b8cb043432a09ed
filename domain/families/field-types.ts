import { isAssignments, isCountryCode, isInteger, isNumber, isText, isUuid } from './field-rules';

/** A column's type, as Glue spells it. Times are epoch ms, as on the wire. */
export type ColumnType = 'string' | 'bigint' | 'int' | 'double' | 'boolean' | 'array<struct<id:string,variant:string>>';

/** The type of a field's values. */
export interface FieldType<Value = unknown> {
  readonly accepts: (value: unknown) => value is Value;
  /** What `accepts` requires, such as "an integer from 0 to 9". */
  readonly description: string;
  /** What `accepts` requires, as JSON Schema, as far as JSON Schema can express it. */
  readonly jsonSchema: object;
  readonly column: ColumnType;
  /** Set if a value is an array of objects. */
  readonly holdsObjects?: true;
  /** Set if a sender may give fractions, which are rounded before `accepts` decides. */
  readonly isRounded?: true;
}

/** A UUID of any version. */
export const uuid: FieldType<string> = {
  accepts: (value) => isUuid(value),
  description: 'a UUID such as 018f4e9c-5b1a-7c3e-9d2f-3a4b5c6d7e8f',
  jsonSchema: {
    type: 'string',
    pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$',
  },
  column: 'string',
};

/** Text of 1 to `max` UTF-16 code units. `illFormedFields` finds lone surrogates and control characters. */
export const text = (max: number): FieldType<string> => ({
  accepts: (value) => isText(value, max),
  description: `well-formed text of 1 to ${max} characters without control characters`,
  jsonSchema: { type: 'string', minLength: 1, maxLength: max, pattern: '^[^\\u0000-\\u001f]*$' },
  column: 'string',
});

/** An integer from `min` to `max`, bounds that doubles hold exactly. */
export const integer = (min: number, max: number, column: 'bigint' | 'int' = 'bigint'): FieldType<number> => ({
  accepts: (value) => isInteger(value, min, max),
  description: `an integer from ${min} to ${max}`,
  jsonSchema: { type: 'integer', minimum: min, maximum: max },
  column,
});

/**
 * A time from 0 to `max` ms. Browsers measure in fractions of a millisecond (`performance.now()`), so fractions are
 * accepted and rounded.
 */
export const milliseconds = (max: number, column: 'bigint' | 'int' = 'bigint'): FieldType<number> => ({
  ...integer(0, max, column),
  description: `a number from 0 to ${max}; fractions are rounded`,
  jsonSchema: { type: 'number', minimum: 0, maximum: max },
  isRounded: true,
});

/** A number from `min` to `max`. */
export const number = (min: number, max: number): FieldType<number> => ({
  accepts: (value) => isNumber(value, min, max),
  description: `a number from ${min} to ${max}`,
  jsonSchema: { type: 'number', minimum: min, maximum: max },
  column: 'double',
});

/** True or false. */
export const boolean: FieldType<boolean> = {
  accepts: (value) => typeof value === 'boolean',
  description: 'true or false',
  jsonSchema: { type: 'boolean' },
  column: 'boolean',
};

/** ISO 3166-1 alpha-2, checked by its form. */
export const countryCode: FieldType<string> = {
  accepts: (value) => isCountryCode(value),
  description: 'an ISO 3166-1 alpha-2 code such as DE',
  jsonSchema: { type: 'string', pattern: '^[A-Z]{2}$' },
  column: 'string',
};

/** One of the given texts. */
export const oneOf = <const Value extends string>(values: readonly Value[]): FieldType<Value> => {
  const known = new Set<unknown>(values);
  return {
    accepts: (value): value is Value => known.has(value),
    description: `one of ${values.join(', ')}`,
    jsonSchema: { enum: values },
    column: 'string',
  };
};

/** An A/B test and the variant of it that the sender was assigned. */
interface Assignment {
  readonly id: string;
  readonly variant: string;
}

const assignmentText = text(128);

/** At most `max` A/B assignments. */
export const assignments = (max: number): FieldType<readonly Assignment[]> => ({
  accepts: (value): value is readonly Assignment[] => isAssignments(value, max, assignmentText.accepts),
  description: `at most ${max} objects {id, variant}, both ${assignmentText.description}`,
  jsonSchema: {
    type: 'array',
    maxItems: max,
    items: {
      type: 'object',
      properties: { id: assignmentText.jsonSchema, variant: assignmentText.jsonSchema },
      required: ['id', 'variant'],
      additionalProperties: false,
    },
  },
  column: 'array<struct<id:string,variant:string>>',
  holdsObjects: true,
});
