import type { NormalizedSchema } from '@smithy/core/schema';
import type { Selection } from '../src/core/inputs';
import { itemOf, memberOf, membersOf } from './sdk-model';

/** A selection in Markdown: `` `Name`, `Items` (`Id`, `Value`), `Mode`: `A` or `B` ``. */
export const selectionText = (selection: Selection): string =>
  [...selection]
    .map(([name, { values, members }]) => {
      const shown = code(name === '*' ? '…' : name);
      if (values) return `${shown}: ${values.map(code).join(' or ')}`;
      return members && !isWhole(members) ? `${shown} (${selectionText(members)})` : shown;
    })
    .join(', ');

/** Whether a selection has every entry of a map, with everything below it. */
const isWhole = (selection: Selection): boolean => {
  const [[name, { values, members }] = ['', {}]] = selection;
  return selection.size === 1 && name === '*' && !values && (!members || isWhole(members));
};

/** The paths of the members in an SDK's model that a selection lacks. */
export const lackingIn = (selection: Selection, schema: NormalizedSchema, prefix = ''): readonly string[] => {
  const structure = itemOf(schema);
  const chosen = [...selection].flatMap(([name, { members }]) => {
    const member = memberOf(structure, name);
    return members && member ? lackingIn(members, member, `${prefix}${name === '*' ? '…' : name}.`) : [];
  });
  const lacking = membersOf(structure).filter(([name]) => !selection.has(name) && !selection.has('*'));
  return [...lacking.map(([name]) => `${prefix}${name}`), ...chosen];
};

export const code = (text: string): string => `\`${text}\``;
