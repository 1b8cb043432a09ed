import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openCatalogPlaces } from '../tools/catalog/catalog-places';
import { type LoadedCatalog, type LoadedTitles, loadCatalog } from '../tools/catalog/load-catalog';
import { STAGE_NAMES } from '../lib/stages/stage-names';
import { NoAnswer } from '../tools/query/tier';
import { findPlace, toSentence } from './find-place';

const USAGE = `npm run catalog -- FILE [--stage ${STAGE_NAMES.join('|')} | --endpoint URL]     CSV with a header, or JSON lines`;
const MOST_PROBLEMS = 20;

const readLine = (line: string[]) => {
  try {
    const options = { stage: { type: 'string' }, endpoint: { type: 'string' } } as const;
    return parseArgs({ args: line, options, allowPositionals: true });
  } catch (error) {
    throw new NoAnswer(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''}.\n${USAGE}`);
  }
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new NoAnswer(`${file} can't be read.`);
  }
};

type Problems = Extract<LoadedCatalog, { readonly problems: unknown }>['problems'];

/** Names line, field and reason of each. */
const tellProblems = (file: string, problems: Problems): string => {
  const told = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ line, field = 'the line', reason }) => `${file}:${line}: ${field} ${reason}`);
  const more = problems.length > told.length ? [`and ${problems.length - told.length} more`] : [];
  return [...told, ...more, 'Nothing was loaded.'].join('\n');
};

const titles = (count: number): string => `${count} ${count === 1 ? 'title' : 'titles'}`;

/** The rest of the file says what was known, or is older. */
const tellLoaded = ({ told, changed, all }: LoadedTitles, stage: string): string =>
  `${titles(told)} read into ${stage}: ${changed} new or changed, ${told - changed} left as known; its catalog has ${titles(all)}.`;

/** `tsx bin/catalog.ts FILE`: what the CMS says of titles, into the lake and the catalog table. */
const main = async (): Promise<void> => {
  const { values, positionals } = readLine(process.argv.slice(2));
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new NoAnswer(USAGE);
  const text = readText(file);
  const place = await findPlace(values);
  const loaded = await loadCatalog(text, openCatalogPlaces(place));
  if ('problems' in loaded) throw new NoAnswer(tellProblems(file, loaded.problems));
  console.log(tellLoaded(loaded, place.stage));
};

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
main().catch((error: unknown) => {
  console.error(toSentence(error));
  process.exitCode = error instanceof NoAnswer ? 1 : 2;
});
