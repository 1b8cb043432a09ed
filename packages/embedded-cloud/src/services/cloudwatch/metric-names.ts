import type { Fields } from '../../core/fields';
import { invalid } from './errors';

const MAX_DIMENSIONS = 30;

/** Reads the name of a namespace, a metric or a dimension; throws when CloudWatch rejects it. */
export const toName = (fields: Fields, parameter: string): string => {
  const name = fields.string(parameter);
  if (name.trim() === '' || name.length > 255 || name.startsWith(':')) {
    throw invalid(parameter, 'must have 1 to 255 characters and not begin with a colon');
  }
  return name;
};

/** Reads dimensions from the list of names and values that API calls and templates have in common. */
export const toDimensions = (fields: Fields): Record<string, string> => {
  const dimensions = fields.objects('Dimensions');
  if (dimensions.length > MAX_DIMENSIONS) throw invalid('Dimensions', `may have at most ${MAX_DIMENSIONS} elements`);
  return Object.fromEntries(
    dimensions.map((dimension) => {
      const [name, value] = [toName(dimension, 'Name'), dimension.string('Value')];
      if (value.trim() === '' || value.length > 1_024) {
        throw invalid(`Dimensions.${name}`, 'must have a value of 1 to 1024 characters');
      }
      return [name, value];
    }),
  );
};
