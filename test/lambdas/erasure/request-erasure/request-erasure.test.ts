import { S3Client } from '@aws-sdk/client-s3';
import type { ErasureRun } from '../../../../domain/erasure/erasure';
import { pseudonymsOf, suppressionDigest } from '../../../../domain/ingest';
import {
  answerRequest,
  readRequest,
  type RequestServices,
} from '../../../../lambdas/erasure/request-erasure/request-erasure';
import type { Suppression } from '../../../../lambdas/ingest';
import { ErasureLog } from '../../../../lambdas/erasure/erasure-log';
import { encodeReceipt, type Receipt, receiptKey } from '../../../../lambdas/erasure/receipt';
import { LakeObjects } from '../../../../lambdas/lake/lake-objects';
import { KEYRING } from '../../../support/events';

const NOW = Date.UTC(2026, 10, 21, 3, 15);
const ALICE = 'alice@example.com';
const ID = '20261121T031500Z-4f2a9c';
const SUPPRESSION_KEY = 'the suppression key that never rotates';

type Suppressed = Suppression & { readonly requestId: string; readonly requestedAt: number };

/** The function's services, in memory. */
const inMemory = () => {
  const texts = new Map<string, string>();
  const sent: ErasureRun[] = [];
  const suppressed: Suppressed[] = [];
  const objects = Object.assign(new LakeObjects(new S3Client({}), 'lake'), {
    writeText: (key: string, text: string) => Promise.resolve(void texts.set(key, text)),
    readText: (key: string) => Promise.resolve(texts.get(key)),
  });
  const services: RequestServices = {
    keyring: () => Promise.resolve(KEYRING),
    suppressionKey: () => Promise.resolve(SUPPRESSION_KEY),
    suppress: (request, suppression) => Promise.resolve(void suppressed.push({ ...request, ...suppression })),
    objects,
    log: new ErasureLog(objects, () => NOW),
    stores: [{ subsystem: 'ingest', store: 'Stream', keeps: 'pseudonyms', days: 7 }],
    send: (run) => Promise.resolve(void sent.push(run)),
    now: () => NOW,
    suffix: () => '4f2a9c',
  };
  return { services, texts, sent, suppressed };
};

const pseudonyms = pseudonymsOf(KEYRING, ALICE);
const RECEIPT: Receipt = {
  ...{ id: ID, requested_at: '2026-11-21T03:15:00.000Z', completed_at: '2026-11-21T03:20:00.000Z', key_ids: ['k2'] },
  ...{ rows_removed: { sessions: 1 }, arrivals: [], objects_rewritten: 0, dates: ['2026-11-20'] },
  ...{ stores: [{ store: 'lake/LakeBucket', removed: 1 }], retained: [] },
  ...{ versions_deleted: 2, features_deleted: 0 },
};

describe('answerRequest', () => {
  it('suppresses the pseudonyms of every key before it starts the erasure', async () => {
    const { services, texts, sent, suppressed } = inMemory();
    const checking = {
      ...services,
      send: (run: ErasureRun) => (expect([texts.size, suppressed.length]).toEqual([2, 1]), services.send(run)),
    };
    expect(await answerRequest({ kind: 'erase', viewerId: ALICE }, checking)).toEqual({ requestId: ID });
    const lines = (texts.get(`erasures/suppressed/${ID}.json`) ?? '').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      pseudonyms.map(({ value }) => ({ viewer_id: value, request_id: ID, erased_at: NOW })),
    );
    expect(pseudonyms).toHaveLength(2);
    const digest = suppressionDigest(SUPPRESSION_KEY, ALICE);
    expect(suppressed).toEqual([
      { requestId: ID, requestedAt: NOW, digest, pseudonyms: pseudonyms.map(({ value }) => value) },
    ]);
    expect(sent).toEqual([expect.objectContaining({ requestId: ID, keyIds: ['k2', 'k1'], phase: 'begin' })]);
  });

  it('neither stores nor sends the viewer’s id, and sends no pseudonym', async () => {
    const { services, texts, sent, suppressed } = inMemory();
    const answer = await answerRequest({ kind: 'erase', viewerId: ALICE }, services);
    expect(JSON.stringify([[...texts], suppressed, sent, answer])).not.toContain('alice');
    for (const { value } of pseudonyms) expect(JSON.stringify([sent, answer])).not.toContain(value);
  });

  it('returns the pseudonyms in a dry run, and neither stores nor sends anything', async () => {
    const { services, texts, sent, suppressed } = inMemory();
    expect(await answerRequest({ kind: 'pseudonyms', viewerId: ALICE }, services)).toEqual({
      pseudonyms,
      retained: [{ store: 'ingest/Stream', what: 'pseudonyms', until: '2026-11-29' }],
    });
    expect([texts.size, suppressed.length, sent.length]).toEqual([0, 0, 0]);
  });

  it('returns the record of an erasure by its id, then its receipt', async () => {
    const { services, texts } = inMemory();
    await answerRequest({ kind: 'erase', viewerId: ALICE }, services);
    expect(await answerRequest({ kind: 'state', requestId: ID }, services)).toMatchObject({
      record: { id: ID, status: 'running', phase: 'begin' },
    });
    texts.set(receiptKey(ID), encodeReceipt(RECEIPT));
    expect(await answerRequest({ kind: 'state', requestId: ID }, services)).toEqual({ receipt: RECEIPT });
    await expect(answerRequest({ kind: 'state', requestId: '20200101T000000Z-000000' }, services)).rejects.toThrow(
      'There is no erasure with this request id.',
    );
  });
});

describe('readRequest', () => {
  it.each([
    [{ viewerId: ALICE }, { kind: 'erase', viewerId: ALICE }],
    [
      { viewerId: ALICE, dryRun: true },
      { kind: 'pseudonyms', viewerId: ALICE },
    ],
    [{ requestId: ID }, { kind: 'state', requestId: ID }],
  ])('reads %j', (event, request) => expect(readRequest(event)).toEqual(request));

  it.each([
    [undefined],
    ['secret'],
    [{}],
    [{ viewerId: '' }],
    [{ viewerId: ['secret'] }],
    [{ viewerId: 'secret'.repeat(40) }],
    [{ viewerId: 'secret', dryRun: 'yes' }],
    [{ requestId: '../secret' }],
  ])('rejects %j without quoting it', (event) => {
    expect(() => readRequest(event)).toThrow(/^(?!.*secret).*(viewerId|requestId|dryRun)/);
  });
});
