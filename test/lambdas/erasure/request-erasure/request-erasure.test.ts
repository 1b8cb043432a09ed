import { S3Client } from '@aws-sdk/client-s3';
import type { ErasureRun } from '../../../../domain/erasure/erasure';
import { pseudonymsOf } from '../../../../domain/ingest';
import {
  answerRequest,
  readRequest,
  type RequestServices,
} from '../../../../lambdas/erasure/request-erasure/request-erasure';
import { ErasureLog } from '../../../../lambdas/erasure/erasure-log';
import { LakeObjects } from '../../../../lambdas/lake/lake-objects';
import { KEYRING } from '../../../support/events';

const NOW = Date.UTC(2026, 10, 21, 3, 15);
const ALICE = 'alice@example.com';
const ID = '20261121T031500Z-4f2a9c';

/** The function's surroundings, in memory. */
const surroundings = () => {
  const texts = new Map<string, string>();
  const sent: ErasureRun[] = [];
  const objects = Object.assign(new LakeObjects(new S3Client({}), 'lake'), {
    writeText: (key: string, text: string) => Promise.resolve(void texts.set(key, text)),
    readText: (key: string) => Promise.resolve(texts.get(key)),
  });
  const services: RequestServices = {
    keyring: () => Promise.resolve(KEYRING),
    objects,
    log: new ErasureLog(objects, () => NOW),
    send: (run) => Promise.resolve(void sent.push(run)),
    now: () => NOW,
    suffix: () => '4f2a9c',
  };
  return { services, texts, sent };
};

const pseudonyms = pseudonymsOf(KEYRING, ALICE);

describe('a request to erase a viewer', () => {
  it('suppresses their pseudonym under every key, before anything else is begun', async () => {
    const { services, texts, sent } = surroundings();
    const asked = { ...services, send: (run: ErasureRun) => (expect(texts.size).toBe(2), services.send(run)) };
    expect(await answerRequest({ kind: 'erase', viewerId: ALICE }, asked)).toEqual({ requestId: ID });
    const lines = (texts.get(`erasures/suppressed/${ID}.json`) ?? '').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      pseudonyms.map(({ value }) => ({ viewer_id: value, request_id: ID, erased_at: NOW })),
    );
    expect(pseudonyms).toHaveLength(2);
    expect(sent).toEqual([expect.objectContaining({ requestId: ID, keyIds: ['k2', 'k1'], phase: 'begin' })]);
  });

  it('stores and sends the viewer’s id nowhere, and sends no pseudonym', async () => {
    const { services, texts, sent } = surroundings();
    const answer = await answerRequest({ kind: 'erase', viewerId: ALICE }, services);
    expect(JSON.stringify([[...texts], sent, answer])).not.toContain('alice');
    for (const { value } of pseudonyms) expect(JSON.stringify([sent, answer])).not.toContain(value);
  });

  it('that is a dry run names the pseudonyms, and neither stores nor sends anything', async () => {
    const { services, texts, sent } = surroundings();
    expect(await answerRequest({ kind: 'name', viewerId: ALICE }, services)).toEqual({ pseudonyms });
    expect([texts.size, sent.length]).toEqual([0, 0]);
  });

  it('is looked at by its id: how it stands, then its receipt', async () => {
    const { services, texts } = surroundings();
    await answerRequest({ kind: 'erase', viewerId: ALICE }, services);
    expect(await answerRequest({ kind: 'look', requestId: ID }, services)).toMatchObject({
      record: { id: ID, status: 'running', phase: 'begin' },
    });
    texts.set(`erasures/receipts/${ID}.json`, '{"id": "x"}');
    expect(await answerRequest({ kind: 'look', requestId: ID }, services)).toEqual({ receipt: { id: 'x' } });
    await expect(answerRequest({ kind: 'look', requestId: '20200101T000000Z-000000' }, services)).rejects.toThrow(
      'Nobody asked for this erasure.',
    );
  });
});

describe('what is asked', () => {
  it.each([
    [{ viewerId: ALICE }, { kind: 'erase', viewerId: ALICE }],
    [
      { viewerId: ALICE, dryRun: true },
      { kind: 'name', viewerId: ALICE },
    ],
    [{ requestId: ID }, { kind: 'look', requestId: ID }],
  ])('%j is understood', (event, request) => expect(readRequest(event)).toEqual(request));

  it.each([
    [undefined],
    ['secret'],
    [{}],
    [{ viewerId: '' }],
    [{ viewerId: ['secret'] }],
    [{ viewerId: 'secret'.repeat(40) }],
    [{ viewerId: 'secret', dryRun: 'yes' }],
    [{ requestId: '../secret' }],
  ])('%j is refused, and the refusal quotes nothing of it', (event) => {
    expect(() => readRequest(event)).toThrow(/^(?!.*secret).*(viewerId|requestId|dryRun)/);
  });
});
