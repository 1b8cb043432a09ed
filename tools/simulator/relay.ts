import type { Answer } from './answer';
import type { TimingWheel } from './timing-wheel';
import type { Call, Carrier } from './transport';

/** The longest time that events wait for those of other players. */
const LONGEST_WAIT_MS = 250;
/** A request is sent at this many events; a player that was offline may add as many again. */
const MAX_EVENTS = 200;

/** A partner's relay: collects the events of many players and sends them in one request, with its own clock. */
export class Relay implements Carrier {
  private waiting: Call[] = [];
  private count = 0;

  constructor(
    private readonly to: Carrier,
    private readonly wheel: Pick<TimingWheel, 'at'>,
  ) {}

  post(call: Call): void {
    if (this.waiting.length === 0) this.wheel.at(Date.now() + LONGEST_WAIT_MS, () => this.flush());
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
      onSend: () => calls.forEach(({ onSend }) => onSend()),
      onAnswer: (answer, sentAt) => distribute(calls, answer, sentAt),
    });
    this.count = 0;
  }
}

/** Passes each player its part of the answer. */
const distribute = (calls: readonly Call[], answer: Answer, sentAt: number): void => {
  let from = 0;
  for (const { count, onAnswer } of calls) {
    onAnswer(partOf(answer, from, from + count), sentAt);
    from += count;
  }
};

const partOf = (answer: Answer, from: number, to: number): Answer =>
  answer.kind === 'accepted'
    ? {
        ...answer,
        refused: answer.refused
          .filter(({ index }) => index >= from && index < to)
          .map((refusal) => ({ ...refusal, index: refusal.index - from })),
      }
    : answer;
