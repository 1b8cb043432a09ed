import { Fields } from '../../core/fields';
import { isObject, type JsonObject, ServiceError } from '../../core/service';

const CONDITIONS = ['ConditionExpression', 'FilterExpression'];

/**
 * Throws an error that names the list or map in a condition. Dynalite compares lists and maps by identity: none would
 * equal another, or be contained in one.
 */
export const refuseDocumentOperands = (input: JsonObject): void => {
  for (const condition of CONDITIONS) {
    const operands = new Fields(input).optionalString(condition)?.match(/:\w+/g) ?? [];
    const found = operands.find((operand) =>
      isDocument(new Fields(input).object('ExpressionAttributeValues')?.all[operand]),
    );
    if (found === undefined) continue;
    const message = `The embedded dynamodb does not compare lists and maps: ${found} in ${condition}.`;
    throw new ServiceError('ValidationException', message);
  }
};

const isDocument = (value: unknown): boolean => isObject(value) && ('L' in value || 'M' in value);
