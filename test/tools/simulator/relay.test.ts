import type { Answer } from '../../../tools/simulator/answer';
import { Relay } from '../../../tools/simulator/relay';
import type { Call } from '../../../tools/simulator/transport';
import { toViewer } from '../../../tools/simulator/viewer';

describe('a relay', () => {
  let sent: Call[];
  let later: ((nowMs: number) => void)[];
  let relay: Relay;
  beforeEach(() => {
    [sent, later] = [[], []];
    relay = new Relay({ post: (call) => void sent.push(call) }, { at: (_, task) => void later.push(task) });
  });

  const post = (
    count: number,
    done: Call['done'] = () => undefined,
    leaves: Call['leaves'] = () => undefined,
  ): void => {
    const events = Array.from({ length: count }, (_, n) => `{"n":${n}}`).join();
    relay.post({ encoding: 'gzip', clockSkewMs: 5_000, events, count, leaves, done });
  };
  const aWhile = () => {
    for (const task of later.splice(0)) task(Date.now());
  };

  it('gathers for a moment what many players tell, and sends it as one request by its own clock', () => {
    const left: number[] = [];
    post(2, undefined, () => left.push(1));
    post(1, undefined, () => left.push(2));
    expect(sent).toEqual([]);
    aWhile();
    expect(sent).toMatchObject([{ encoding: 'json', clockSkewMs: 0, count: 3, events: '{"n":0},{"n":1},{"n":0}' }]);
    sent[0]?.leaves();
    expect(left).toEqual([1, 2]);
  });

  it('waits no longer once it has enough for a request', () => {
    post(150);
    post(50);
    post(1);
    expect(sent.map(({ count }) => count)).toEqual([200]);
  });

  it('tells each player what became of its own events', () => {
    const heard: (readonly [Answer, number])[] = [];
    post(2, (answer, sentAt) => heard.push([answer, sentAt]));
    post(2, (answer, sentAt) => heard.push([answer, sentAt]));
    aWhile();
    const refused = [1, 2].map((index) => ({ index, reason: `of ${index}` }));
    sent[0]?.done({ kind: 'taken', receivedAt: 7, refused }, 5);
    expect(heard).toEqual([
      [{ kind: 'taken', receivedAt: 7, refused: [{ index: 1, reason: 'of 1' }] }, 5],
      [{ kind: 'taken', receivedAt: 7, refused: [{ index: 0, reason: 'of 2' }] }, 5],
    ]);
  });

  it('has all of them send again what nobody took', () => {
    const refused: Answer = { kind: 'later', reason: 'status 503', retryAfterMs: 2_000 };
    const heard: Answer[] = [];
    post(1, (answer) => heard.push(answer));
    post(1, (answer) => heard.push(answer));
    aWhile();
    sent[0]?.done(refused, 5);
    expect(heard).toEqual([refused, refused]);
  });
});

it('a partner has as many of the viewers as it is told, and the relay keeps their clocks right', () => {
  const viewers = Array.from({ length: 400 }, (_, n) => toViewer('seed', n, { skewedClocks: 0.5, relayed: 0.25 }));
  const relayed = viewers.filter(({ isRelayed }) => isRelayed);
  expect(relayed.length).toBeGreaterThan(70);
  expect(relayed.length).toBeLessThan(130);
  expect(relayed.every(({ clockSkewMs }) => clockSkewMs === 0)).toBe(true);
  expect(viewers.some(({ clockSkewMs }) => clockSkewMs !== 0)).toBe(true);
});
