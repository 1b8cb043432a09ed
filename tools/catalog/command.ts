import { readFileSync } from 'node:fs';
import type { CatalogProblem } from '../../domain/features';
import { defineCommand } from '../command/command';
import { CommandFailed } from '../command/errors';
import { print } from '../command/output';
import { findPlace, PLACE_OPTIONS } from '../command/place';
import { openCatalogPlaces } from './catalog-places';
import { type LoadedTitles, loadCatalog } from './load-catalog';

const MAX_PROBLEMS = 20;

/** `npm run catalog`: loads a file of titles into the lake and the catalog table. */
export const catalogCommand = defineCommand({
  name: 'npm run catalog',
  summary: 'Loads the titles of a CMS into the lake and the catalog table.',
  options: PLACE_OPTIONS,
  positionals: [{ name: 'FILE', description: 'a CSV file with a header, or JSON lines', isRequired: true }],
  example: 'titles.csv',
  run: async (values, [file = '']) => {
    const text = readText(file);
    const place = await findPlace(values);
    const loaded = await loadCatalog(text, openCatalogPlaces(place));
    if ('problems' in loaded) throw new CommandFailed(describeProblems(file, loaded.problems));
    print(describeLoaded(loaded, place.stage));
    return 0;
  },
});

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new CommandFailed(`${file} can't be read.`);
  }
};

/** One line per problem, with the line, the field and the reason. */
const describeProblems = (file: string, problems: readonly CatalogProblem[]): string => {
  const shown = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ line, field = 'the line', reason }) => `${file}:${line}: ${field} ${reason}`);
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : [];
  return [...shown, ...more, 'Nothing was loaded.'].join('\n');
};

/** "Unchanged" includes titles whose version in the catalog is newer. */
const describeLoaded = ({ read, changed, all }: LoadedTitles, stage: string): string =>
  `${titles(read)} read into ${stage}: ${changed} new or changed, ${read - changed} unchanged; its catalog has ${titles(all)}.`;

const titles = (count: number): string => `${count} ${count === 1 ? 'title' : 'titles'}`;
