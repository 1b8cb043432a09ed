import { type FamilyDefinition, type FieldDefinition, describeCondition } from '../../domain/families';
import { markdownTable } from './blocks';

/** The table of docs/events.md: every field of an event family. */
export const fieldTable = ({ fields }: FamilyDefinition): readonly string[] =>
  markdownTable(
    ['field', 'value', 'required', 'meaning', 'kept in'],
    Object.entries<FieldDefinition>(fields).map(([name, field]) => [
      ...[`\`${name}\``, valueOf(field), requiredOf(field), meaningOf(field), keptIn(field)],
    ]),
  );

/** Removes the description of the allowed characters, which the page explains once. */
const valueOf = ({ type, unit }: FieldDefinition): string => {
  const description = type.description.replace('well-formed text', 'text').replace(' without control characters', '');
  return unit === undefined ? description : `${description}, in ${unit}`;
};

const requiredOf = ({ required, needs, addedBy }: FieldDefinition): string => {
  if (addedBy !== undefined) return `added by the ${addedBy}`;
  if (needs !== undefined) return `no; only with \`${needs}\``;
  if (typeof required === 'boolean') return required ? 'yes' : 'no';
  if ('where' in required) return `if ${describeCondition(required.where)}`;
  return `unless ${describeCondition(required.exceptWhere)}; then it must be absent`;
};

const meaningOf = ({ meaning, source, atEdge }: FieldDefinition): string =>
  [meaning, source && `Source: ${source}.`, atEdge && `At the edge: ${lowerFirst(atEdge)}`].filter(Boolean).join(' ');

const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

const keptIn = ({ keptUntil = 'warehouse' }: FieldDefinition): string =>
  ({ wire: 'stream', raw: 'raw', curated: 'raw, curated', warehouse: 'raw, curated, warehouse' })[keptUntil];
