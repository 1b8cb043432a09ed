import type { Answer } from '../../../tools/simulator/answer';
import { Relay } from '../../../tools/simulator/relay';
import type { Call } from '../../../tools/simulator/transport';
import { toViewer } from '../../../tools/simulator/viewer';

describe('Relay', () => {
  let sent: Call[];
  let later: ((nowMs: number) => void)[];
  let relay: Relay;
  beforeEach(() => {
    [sent, later] = [[], []];
    relay = new Relay({ post: (call) => void sent.push(call) }, { at: (_, task) => void later.push(task) });
  });

  const post = (
    count: number,
    onAnswer: Call['onAnswer'] = () => undefined,
    onSend: Call['onSend'] = () => undefined,
  ): void => {
    const events = Array.from({ length: count }, (_, n) => `{"n":${n}}`).join();
    relay.post({ encoding: 'gzip', clockSkewMs: 5_000, events, count, onSend, onAnswer });
  };
  const runTimers = () => {
    for (const task of later.splice(0)) task(Date.now());
  };

  it('collects the events of many players, and sends them in one request with its own clock', () => {
    const notified: number[] = [];
    post(2, undefined, () => notified.push(1));
    post(1, undefined, () => notified.push(2));
    expect(sent).toEqual([]);
    runTimers();
    expect(sent).toMatchObject([{ encoding: 'json', clockSkewMs: 0, count: 3, events: '{"n":0},{"n":1},{"n":0}' }]);
    sent[0]?.onSend();
    expect(notified).toEqual([1, 2]);
  });

  it('sends at once when it has enough events for a request', () => {
    post(150);
    post(50);
    post(1);
    expect(sent.map(({ count }) => count)).toEqual([200]);
  });

  it('passes each player its own part of the answer', () => {
    const answers: (readonly [Answer, number])[] = [];
    post(2, (answer, sentAt) => answers.push([answer, sentAt]));
    post(2, (answer, sentAt) => answers.push([answer, sentAt]));
    runTimers();
    const refused = [1, 2].map((index) => ({ index, reason: `of ${index}` }));
    sent[0]?.onAnswer({ kind: 'accepted', receivedAt: 7, refused }, 5);
    expect(answers).toEqual([
      [{ kind: 'accepted', receivedAt: 7, refused: [{ index: 1, reason: 'of 1' }] }, 5],
      [{ kind: 'accepted', receivedAt: 7, refused: [{ index: 0, reason: 'of 2' }] }, 5],
    ]);
  });

  it('passes a failure to all players', () => {
    const refused: Answer = { kind: 'retry', reason: 'status 503', retryAfterMs: 2_000 };
    const answers: Answer[] = [];
    post(1, (answer) => answers.push(answer));
    post(1, (answer) => answers.push(answer));
    runTimers();
    sent[0]?.onAnswer(refused, 5);
    expect(answers).toEqual([refused, refused]);
  });
});

describe('the viewers of a partner', () => {
  it('are the given share of all viewers, and have correct clocks', () => {
    const viewers = Array.from({ length: 400 }, (_, n) =>
      toViewer('seed', n, { skewedClocks: 0.5, relayed: 0.25, hostile: 0 }),
    );
    const relayed = viewers.filter(({ isRelayed }) => isRelayed);
    expect(relayed.length).toBeGreaterThan(70);
    expect(relayed.length).toBeLessThan(130);
    expect(relayed.every(({ clockSkewMs }) => clockSkewMs === 0)).toBe(true);
    expect(viewers.some(({ clockSkewMs }) => clockSkewMs !== 0)).toBe(true);
  });
});
