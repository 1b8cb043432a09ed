import type { Answer } from './answer';
import type { TimingWheel } from './timing-wheel';
import type { Call, Carrier } from './transport';

/** What a player tells waits so long for others', at most. */
const WAIT_MS = 250;
/** So many events go at once; a player that was offline may bring as many again. */
const MAX_EVENTS = 200;

/** A partner's relay: it gathers what many players tell and sends it on in one request, by its own clock. */
export class Relay implements Carrier {
  private waiting: Call[] = [];
  private count = 0;

  constructor(
    private readonly to: Carrier,
    private readonly wheel: Pick<TimingWheel, 'at'>,
  ) {}

  post(call: Call): void {
    if (this.waiting.length === 0) this.wheel.at(Date.now() + WAIT_MS, () => this.flush());
    this.waiting.push(call);
    this.count += call.count;
    if (this.count >= MAX_EVENTS) this.flush();
  }

  private flush(): void {
    const calls = this.waiting;
    if (calls.length === 0) return;
    this.waiting = [];
    this.to.post({
      encoding: 'json',
      clockSkewMs: 0,
      events: calls.map(({ events }) => events).join(),
      count: this.count,
      leaves: () => calls.forEach(({ leaves }) => leaves()),
      done: (answer, sentAt) => tell(calls, answer, sentAt),
    });
    this.count = 0;
  }
}

/** Gives each player its own part of the answer. */
const tell = (calls: readonly Call[], answer: Answer, sentAt: number): void => {
  let from = 0;
  for (const { count, done } of calls) {
    done(partOf(answer, from, from + count), sentAt);
    from += count;
  }
};

const partOf = (answer: Answer, from: number, to: number): Answer =>
  answer.kind === 'taken'
    ? {
        ...answer,
        refused: answer.refused
          .filter(({ index }) => index >= from && index < to)
          .map((refusal) => ({ ...refusal, index: refusal.index - from })),
      }
    : answer;
