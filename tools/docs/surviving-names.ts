import type { Template } from '../cost/stage-templates';
import { DELETE_WITH } from '../preflight/delete-commands';
import { namedResources, STORE_TYPES } from '../preflight/named-resources';
import { markdownTable } from './blocks';

/**
 * The table of docs/deploying.md: the names that stay in use after the stacks of a stage are deleted, if the stage
 * retains its data.
 */
export const survivingNamesBlock = (templates: readonly Template[]): readonly string[] => {
  const resources = namedResources(templates);
  const namesOf = (type: string): readonly string[] =>
    resources.filter((one) => one.type === type).map(({ name }) => name);
  return markdownTable(
    ['resource', 'names', 'to delete one'],
    STORE_TYPES.map((type) => [
      type.replace('AWS::', ''),
      namesOf(type)
        .map((name) => `\`${name}\``)
        .join(', '),
      `\`${DELETE_WITH[type]}\``,
    ]),
  );
};
