import type { FamilyDefinition } from './family';
import { type Condition, type FieldDefinition, sentFields } from './field';
import { schemaName } from './schema-name';

/**
 * The JSON Schema (draft 2020-12) of an event as its sender gives it. It accepts slightly more than the validator, because
 * JSON Schema counts the characters of a text in code points and cannot refuse lone surrogates or -0.
 */
export const jsonSchemaOf = (family: FamilyDefinition): object => {
  const fields = sentFields(family.fields);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: schemaName(family),
    description: `An event of the family ${family.name}, version ${family.version}, as its sender gives it.`,
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, propertyOf(field)])),
    required: fields.filter(([, { required }]) => required === true).map(([name]) => name),
    additionalProperties: false,
    allOf: fields.flatMap(([name, { required, needs }]): readonly object[] => {
      if (needs !== undefined) return [{ if: { required: [name] }, then: { required: [needs] } }];
      if (typeof required === 'boolean') return [];
      if ('where' in required) return [{ if: conditionOf(required.where), then: { required: [name] } }];
      const absent = { properties: { [name]: false } };
      return [{ if: conditionOf(required.exceptWhere), then: absent, else: { required: [name] } }];
    }),
  };
};

const propertyOf = ({ type, unit, meaning }: FieldDefinition): object => ({
  description: unit === undefined ? meaning : `${meaning} Unit: ${unit}.`,
  ...type.jsonSchema,
});

const conditionOf = (condition: Condition): object => ({
  properties: Object.fromEntries(Object.entries(condition).map(([name, values]) => [name, { enum: values }])),
  required: Object.keys(condition),
});
