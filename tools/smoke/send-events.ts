import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from './smoke-check';
import type { SmokeEvents } from './smoke-events';

const ATTEMPTS = 5;

/** Posts all events in one request and repeats the request after a 503, as a player does. */
export const sendEvents = async (eventsUrl: string, { valid, invalid }: SmokeEvents): Promise<Finding> => {
  const events = [...valid, invalid];
  let observed = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await delay(1_000);
    const response = await fetch(eventsUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sent_at: Date.now(), events }),
    });
    const text = await response.text();
    observed = `${eventsUrl} answered ${response.status} ${text.slice(0, 300)}`;
    if (response.status === 202 && isExpected(JSON.parse(text), valid.length, invalid.event_id)) {
      return { ok: true, observed: `${valid.length} events accepted, 1 refused with its reason` };
    }
    if (response.status !== 503) break;
  }
  return { ok: false, observed };
};

const isExpected = (answer: unknown, valid: number, refusedId: string): boolean =>
  typeof answer === 'object' &&
  answer !== null &&
  'accepted' in answer &&
  answer.accepted === valid &&
  'refused' in answer &&
  JSON.stringify(answer.refused).includes(refusedId);
