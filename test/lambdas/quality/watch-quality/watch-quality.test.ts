import { mergeShares, type PeriodShare, readShare } from '../../../../domain/quality';
import { watchQuality } from '../../../../lambdas/quality/watch-quality/watch-quality';
import { NOW } from '../../../support/events';
import { messagesOf } from '../../../support/quality';

let sent: string[];
beforeEach(() => {
  sent = [];
});

const accept = (body: string): Promise<void> => {
  sent.push(body);
  return Promise.resolve();
};
const watch = (bodies: readonly string[], send = accept) =>
  watchQuality(
    bodies.map((body, index) => ({ messageId: `message-${index}`, body })),
    { send, cdns: new Set(['cdn-a']) },
  );
const shares = (): readonly PeriodShare[] => sent.flatMap((body) => readShare(body) ?? []);
const heartbeats = (): number =>
  mergeShares(shares())
    .flatMap(({ cells }) => cells)
    .reduce((sum, { totals }) => sum + totals.heartbeats, 0);

describe('watchQuality', () => {
  it('sends one message for each period of a batch, however many reports it has', async () => {
    expect(await watch([...messagesOf([{}]), ...messagesOf([{}, {}])])).toEqual([]);
    expect(sent).toHaveLength(1);
    expect(shares()).toMatchObject([{ periodStart: NOW - (NOW % 10_000), accepted: 3, refused: 0, late: 0 }]);
    expect(heartbeats()).toBe(3);
  });

  it('sends the number of events and the receipt of the oldest report', async () => {
    await watch(messagesOf([{}, { event_ts: NOW - 3_600_000 }]));
    expect(shares()).toMatchObject([{ accepted: 2, late: 1, oldestReceivedAt: NOW }]);
  });

  it('returns a message that collect did not write, and sends the others', async () => {
    expect(await watch([...messagesOf([{}]), 'junk', ...messagesOf([{}])])).toEqual(['message-1']);
    expect(heartbeats()).toBe(2);
  });

  it('rejects if SQS does not accept the totals, so that the batch is delivered again', async () => {
    const refuse = () => Promise.reject(new Error('SQS is down'));
    await expect(watch(messagesOf([{}]), refuse)).rejects.toThrow('SQS is down');
  });
});
