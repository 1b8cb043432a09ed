import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from './check';
import type { SmokeEvents } from './smoke-events';

const ATTEMPTS = 5;

/** Posts everything in one request, as a player does: after a 503 the same again. */
export const sendEvents = async (eventsUrl: string, { valid, invalid }: SmokeEvents): Promise<Finding> => {
  const events = [...valid, invalid];
  let saw = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await delay(1_000);
    const response = await fetch(eventsUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sent_at: Date.now(), events }),
    });
    const text = await response.text();
    saw = `${eventsUrl} answered ${response.status} ${text.slice(0, 300)}`;
    if (response.status === 202) return judge(JSON.parse(text), valid.length, invalid.event_id) ?? { ok: false, saw };
    if (response.status !== 503) break;
  }
  return { ok: false, saw };
};

const judge = (answer: unknown, valid: number, refusedId: string): Finding | undefined => {
  const isRight =
    typeof answer === 'object' &&
    answer !== null &&
    'accepted' in answer &&
    answer.accepted === valid &&
    'refused' in answer &&
    JSON.stringify(answer.refused).includes(refusedId);
  return isRight ? { ok: true, saw: `${valid} events accepted, 1 refused with its reason` } : undefined;
};
