import type { NormalizedSchema } from '@smithy/core/schema';
import { membersOf, requiredIn } from '../../scripts/sdk-model';

/** The smallest value of a type: only required members, one item in a list, one entry in a map. */
export const minimalValue = (schema: NormalizedSchema): unknown => {
  if (schema.isStructSchema()) {
    const required = requiredIn(schema);
    const members = membersOf(schema).filter(([name]) => required.has(name));
    return Object.fromEntries(members.map(([name, member]) => [name, minimalValue(member)]));
  }
  if (schema.isListSchema()) return [minimalValue(schema.getValueSchema())];
  if (schema.isMapSchema()) return { name: minimalValue(schema.getValueSchema()) };
  if (schema.isTimestampSchema()) return new Date(1e12);
  if (schema.isBlobSchema()) return Buffer.from('{}');
  if (schema.isNumericSchema()) return 1;
  if (schema.isBooleanSchema()) return false;
  return schema.isDocumentSchema() ? {} : 'value';
};
