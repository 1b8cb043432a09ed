import { text } from 'node:stream/consumers';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type Place, placeSettings } from 'aws-clients';
import { defineCommand } from '../command/command';
import { UsageError } from '../command/errors';
import { print, printMessage, showProgress } from '../command/output';
import { findPlace, PLACE_OPTIONS } from '../command/place';
import { openTiers } from '../query/clients';
import { pickNamedQuery } from '../query/named-queries';
import { parseQuery } from '../query/query';
import { runQuery } from '../query/run-query';
import { describeRetained } from './describe-retained';
import { Erasures } from './erasures';
import { follow } from './follow';

/** `npm run erase`: erases a viewer and prints the receipt, or shows what is stored about the viewer. */
export const eraseCommand = defineCommand({
  name: 'npm run erase',
  summary: 'Erases a viewer from all stores and prints the receipt.',
  options: {
    viewer: {
      type: 'text',
      placeholder: 'ID',
      description: 'the viewer, by the id that players send; "-" reads it from the standard input',
    },
    'dry-run': { type: 'flag', description: 'shows what is stored about the viewer and erases nothing' },
    request: { type: 'text', placeholder: 'ID', description: 'waits for an earlier erasure and prints its receipt' },
    ...PLACE_OPTIONS,
  },
  example: '--viewer alice@example.com --dry-run',
  run: async ({ viewer, request, 'dry-run': isDryRun, ...values }) => {
    if ((viewer === undefined) === (request === undefined)) {
      throw new UsageError('Give either --viewer ID or --request ID');
    }
    if (request !== undefined && isDryRun) throw new UsageError('--dry-run shows what is stored about --viewer ID');
    const viewerId = viewer === '-' ? (await text(process.stdin)).replace(/\r?\n$/, '') : viewer;
    if (viewerId === '') throw new UsageError('The id of --viewer is empty');
    const place = await findPlace(values);
    const erasures = new Erasures(new LambdaClient(placeSettings(place)), place.stage);
    if (viewerId !== undefined && isDryRun) await showStored(erasures, viewerId, place);
    else await erase(erasures, place, viewerId, request);
    return 0;
  },
});

/**
 * Shows what is stored about a viewer, by table, under each of the viewer's pseudonyms, and what an erasure would leave.
 */
const showStored = async (erasures: Erasures, viewerId: string, place: Place): Promise<void> => {
  const tiers = openTiers(place);
  const query = pickNamedQuery(await tiers.namedQueries(), 'the rows of a viewer');
  const { pseudonyms, retained } = await erasures.dryRun(viewerId);
  for (const { keyId, value } of pseudonyms) {
    printMessage(`The viewer's pseudonym under key ${keyId} is ${value}`);
    const held = parseQuery(
      query.sql,
      Array.from({ length: 4 }, () => value),
    );
    const output = { rows: process.stdout, isCsv: false, width: Infinity, print: printMessage, showProgress };
    await runQuery(tiers.lake, held, output, new AbortController().signal);
  }
  printMessage(describeRetained(retained));
  printMessage('Nothing was erased.');
};

/** Requests an erasure, unless an earlier request is named, and waits for its receipt. */
const erase = async (
  erasures: Erasures,
  { endpoint }: Place,
  viewerId: string | undefined,
  earlierRequest = '',
): Promise<void> => {
  const requestId = viewerId === undefined ? earlierRequest : await erasures.request(viewerId);
  if (viewerId !== undefined) printMessage(announcementOf(requestId));
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const pollMs = endpoint === undefined ? 2_000 : 250;
  const receipt = await follow(erasures, requestId, { showProgress, pollMs, signal: stopping.signal });
  showProgress('');
  print(JSON.stringify(receipt, undefined, 2));
};

const announcementOf = (requestId: string): string => `Request ${requestId}
From now on curation leaves this viewer out, under every key of today's keyring. If the viewer still watches after the
next rotation of the keyring, request the erasure again.
The erasure first waits until earlier events have arrived in the lake: 3 minutes in dev, 40 in prod. The receipt also
waits until the warehouse has deleted the viewer, which takes seconds, or a minute if the warehouse is paused.`;
