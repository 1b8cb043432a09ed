import { randomUUID } from 'node:crypto';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { dateOf } from '../../../domain/lake';
import { Erasures } from '../../../tools/erase/erasures';
import { follow } from '../../../tools/erase/follow';
import { keyringSecretOf } from '../../../tools/local/keyring';
import { Lake } from '../../../tools/local/lake';
import { LocalWarehouse } from '../../../tools/local/warehouse';
import { Pipeline } from '../../support/pipeline';
import { placesWith, tablesWith } from '../../support/state-search';
import { until } from '../../support/until';

const ALICE = 'alice.erased@example.com';
const BOB = 'bob.kept@example.com';

const FEATURES = 'dynamodb/playhead-dev-features';

/** The events of one playback that began two minutes ago. */
const playbackOf = (viewer_id: string, session_id: string): readonly object[] =>
  ['play_request', 'playing', 'heartbeat', 'heartbeat'].map((event, sequence) => ({
    ...{ event_id: randomUUID(), event, sequence, session_id, viewer_id, content_id: 'title-1' },
    ...{ event_ts: Date.now() - 120_000 + sequence * 20_000, device_type: 'smart_tv', stream_type: 'vod' },
    ...(event === 'playing' && { startup_ms: 900 }),
    ...(event !== 'play_request' && { interval_ms: 20_000, state: event === 'playing' ? 'starting' : 'playing' }),
  }));

/**
 * The places that keep pseudonyms after an erasure: those of stores that delete everything on a date, and the lists of
 * erased viewers.
 */
const RETAINED = [
  /^kinesis\//, // ViewingEvents/Stream
  /^athena\//, // Analysts: history of queries
  /^s3\/[^/]*(queryresults|failedbatches)/i,
  /^s3\/[^/]+\/erasures\/suppressed\//,
  /^dynamodb\/playhead-dev-suppressed-viewers$/,
  /^redshift\/[^#]+#mirror\.erased_viewers$/,
];

describe('an erasure in a complete pipeline', () => {
  let pipeline: Pipeline;

  beforeAll(async () => {
    pipeline = await Pipeline.start({ SETTLED_AFTER_SECONDS: '1' });
  });

  afterAll(() => pipeline.stop());

  /** Brings the events of both viewers into every store; returns how often the quarantine holds Alice's refused event. */
  const fillStores = async (): Promise<number> => {
    const events = [...playbackOf(ALICE, 'session-alice'), ...playbackOf(BOB, 'session-bob')];
    const answer = await pipeline.send(events);
    expect(answer).toMatchObject({ status: 202, body: { accepted: 8, refused: [] } });
    const event_id = randomUUID();
    const invalid = { ...playbackOf(ALICE, 'session-alice')[0], event_id, sequence: -1 };
    const refused = await pipeline.send([invalid, { ...playbackOf(BOB, 'session-bob')[0], sequence: -1 }]);
    expect(refused).toMatchObject({ status: 202, body: { accepted: 0, refused: [{ index: 0 }, { index: 1 }] } });
    const lake = new Lake(pipeline.cloud);
    const numberOf = async (select: string): Promise<number> => Number((await lake.query(select)).rows[0]?.[0]);
    const countOf = (table: string) => numberOf(`SELECT count(DISTINCT event_id) FROM ${table}`);
    await until(
      async () => {
        await pipeline.cloud.services.firehose.flush();
        return (await countOf('raw_viewing_events')) === 8 && (await countOf('quarantined_events')) === 2;
      },
      { pollMs: 500 },
    );
    const today = Date.now();
    await lake.curate([...new Set([dateOf(today - 120_000), dateOf(today)])]);
    // A scheduled load may run at the same time; then one of the two fails and changes nothing.
    const warehouse = new LocalWarehouse(pipeline.cloud);
    await until(() => warehouse.load(), { pollMs: 500 });
    return numberOf(`SELECT count(*) FROM quarantined_events WHERE event_id = '${event_id}'`);
  };

  it('leaves the viewer in no file and in no table except those that the receipt lists with a date', async () => {
    const refusedCopies = await fillStores(); // more than one if the collector puts a record again
    const erasures = () => new Erasures(new LambdaClient(pipeline.settings), 'dev');
    const { pseudonyms, retained } = await erasures().dryRun(ALICE);
    const values = pseudonyms.map(({ value }) => value);
    const bob = (await erasures().dryRun(BOB)).pseudonyms.map(({ value }) => value);
    const isRetained = (place: string): boolean => RETAINED.some((pattern) => pattern.test(place));
    await until(async () => (await tablesWith(pipeline, values)).includes(FEATURES));

    const before = (await placesWith(pipeline, values)).filter((place) => !isRetained(place));
    for (const store of [
      /\/raw\/viewing_events\/.*\.parquet$/,
      /\/curated\/viewing_events\//,
      /\/curated\/sessions\//,
      /^dynamodb\/playhead-dev-features$/,
      /^redshift\/.*#mirror\.viewing_events_\d+$/,
      /^redshift\/.*#mirror\.sessions$/,
      /\/quarantine\/dt=/,
    ]) {
      expect([store, before.filter((place) => store.test(place))]).not.toEqual([store, []]);
    }

    const requestId = await erasures().request(ALICE);
    const waiting = { showProgress: () => undefined, pollMs: 250, signal: new AbortController().signal };
    const receipt = await follow(erasures(), requestId, waiting);
    expect(receipt.rows_removed).toMatchObject({
      ...{ viewing_events: 4, sessions: 1 },
      ...{ warehouse_viewing_events: 4, warehouse_sessions: 1 },
    });
    expect(receipt.rows_removed['raw_viewing_events']).toBeGreaterThanOrEqual(4); // raw may hold copies of events
    expect(receipt.features_deleted).toBeGreaterThan(0);
    expect(receipt.stores).toContainEqual({ store: 'ingest/Quarantine/Bucket', removed: refusedCopies });
    expect(receipt.retained).toEqual(retained);

    const after = await placesWith(pipeline, values);
    expect(after.filter((place) => !isRetained(place))).toEqual([]);
    expect(await placesWith(pipeline, [ALICE, BOB])).toEqual([]); // no store ever has the ids
    const kept = (await placesWith(pipeline, bob)).filter((place) => !isRetained(place));
    expect(kept.length).toBeGreaterThanOrEqual(7);

    // Later events are dropped by the edge, also under a key that the erasure did not know.
    const SecretId = keyringSecretOf(pipeline.cloud);
    await new SecretsManagerClient(pipeline.settings).send(new RotateSecretCommand({ SecretId }));
    const late = 'session-alice-late';
    const invalid = { ...playbackOf(ALICE, late)[0], sequence: -1 };
    const sent = await pipeline.send([...playbackOf(ALICE, late), invalid, ...playbackOf(BOB, 'session-bob-late')]);
    expect(sent).toMatchObject({ status: 202, body: { accepted: 4, refused: [], suppressed: 5 } });
    await until(async () => (await tablesWith(pipeline, ['session-bob-late'])).includes(FEATURES), { pollMs: 200 });
    await pipeline.cloud.services.firehose.flush();
    const rotated = (await erasures().dryRun(ALICE)).pseudonyms.map(({ value }) => value);
    expect(rotated).toHaveLength(values.length + 1);
    const unknown = rotated.filter((value) => !values.includes(value));
    expect(await placesWith(pipeline, [late, ...unknown])).toEqual([]);
  });
});
