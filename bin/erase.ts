import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type Place, placeSettings } from 'aws-clients';
import { Erasures, NoErasure } from '../tools/erase/erasures';
import { follow } from '../tools/erase/follow';
import { STAGE_NAMES } from '../lib/stages/stage-names';
import { ask } from '../tools/query/ask';
import { openTiers } from '../tools/query/clients';
import { pickNamedQuery } from '../tools/query/named-queries';
import { toQuestion } from '../tools/query/question';
import { NoAnswer } from '../tools/query/tier';
import { findPlace, toSentence } from './find-place';

const USAGE = `npm run erase -- --viewer ID [--dry-run] [--stage ${STAGE_NAMES.join('|')} | --endpoint URL]     ID - is read from the standard input
npm run erase -- --request ID     how an erasure stands, and its receipt`;
const OPTIONS = {
  viewer: { type: 'string' },
  request: { type: 'string' },
  'dry-run': { type: 'boolean' },
  stage: { type: 'string' },
  endpoint: { type: 'string' },
} as const;

const readLine = (line: string[]) => {
  try {
    return parseArgs({ args: line, options: OPTIONS });
  } catch (error) {
    throw new NoErasure(`${error instanceof Error ? (error.message.split('. ')[0] ?? '') : ''}.\n${USAGE}`);
  }
};

/** What is said while one waits goes to the standard error; the receipt to the standard output. */
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const show = (line: string): void => {
  const { stderr } = process;
  if (stderr.isTTY) stderr.write(`\r\u001b[2K${line.slice(0, stderr.columns - 1)}`);
};

/** What is held of a viewer, table by table, under each of their pseudonyms. */
const showHeld = async (erasures: Erasures, viewerId: string, place: Place): Promise<void> => {
  const lake = openTiers(place);
  const query = pickNamedQuery(await lake.namedQueries(), 'what is held of a viewer');
  for (const { keyId, value } of await erasures.pseudonymsOf(viewerId)) {
    say(`Under the key ${keyId} the viewer is ${value}`);
    const question = toQuestion(
      query.sql,
      Array.from({ length: 4 }, () => value),
    );
    const outlet = { out: process.stdout, isCsv: false, width: Infinity, say, show };
    await ask(lake.lake, question, outlet, new AbortController().signal);
  }
  say('Nothing was erased.');
};

/** What holds from now on, and what is still to come. */
const requested = (requestId: string): string => `Request ${requestId}
From now on curation leaves the viewer out, under every key of today's keyring; after its next rotation ask again if they still watch.
What is on its way into the lake is waited for first: three minutes in dev, 40 in prod.`;

/** `tsx bin/erase.ts --viewer ID`: erases a viewer and prints the receipt. */
const main = async (): Promise<void> => {
  const { viewer, request, 'dry-run': isDry = false, ...where } = readLine(process.argv.slice(2)).values;
  if ((viewer === undefined) === (request === undefined)) throw new NoErasure(USAGE);
  const viewerId = viewer === '-' ? (await text(process.stdin)).replace(/\r?\n$/, '') : viewer;
  if (viewerId === '') throw new NoErasure('The viewer’s id is empty.');
  const place = await findPlace(where);
  const erasures = new Erasures(new LambdaClient(placeSettings(place)), place.stage);
  if (viewerId !== undefined && isDry) return showHeld(erasures, viewerId, place);
  const requestId = viewerId === undefined ? (request ?? '') : await erasures.request(viewerId);
  if (viewerId !== undefined) say(requested(requestId));
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const lookEveryMs = place.endpoint === undefined ? 2_000 : 250;
  const receipt = await follow(erasures, requestId, { show, lookEveryMs, signal: stopping.signal });
  show('');
  console.log(JSON.stringify(receipt, undefined, 2));
};

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
main().catch((error: unknown) => {
  show('');
  const isOurs = error instanceof NoErasure || error instanceof NoAnswer;
  console.error(error instanceof NoErasure ? error.message : toSentence(error));
  process.exitCode = isOurs ? 1 : 2;
});
