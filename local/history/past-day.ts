import { setImmediate as turn } from 'node:timers/promises';
import type { Pseudonym } from '../../domain/events/accept-events';
import { DAY_MS, type LakeDate, startOf } from '../../domain/lake/dates';
import { Random } from '../viewers/random';
import { firstSessionOf, openSession, type Programme } from '../viewers/session';
import { Ndjson } from './ndjson';

/** Players report now and then: an event is received some seconds after it happened. */
const LATEST_RECEIPT_MS = 10_000;

const HOUR_MS = 3_600_000;

/** After so many the event loop has its turn: the day before is being written meanwhile. */
const SESSIONS_A_TURN = 16;

/** What one past day told, as the stream carried it: NDJSON by the hour in which it was received, epoch ms. */
export type PastDay = ReadonlyMap<number, Pick<Ndjson, 'content'>>;

/** What past days are made of. */
export interface PastDayProps {
  readonly programme: Programme;
  /** That begin on each day. */
  readonly sessions: number;
  readonly pseudonymOf: (viewerId: string) => Pseudonym;
}

/**
 * The sessions that began on a date, by the same viewers each day on what they have at hand: from the seed and the date
 * alone, as often as it is asked.
 */
export const tellPastDay = async (
  date: LakeDate,
  { programme, sessions, pseudonymOf }: PastDayProps,
): Promise<PastDay> => {
  const hours = new Map<number, Ndjson>();
  const random = new Random(`${programme.seed}/history/${date}`);
  const day = { ...programme, seed: `${programme.seed}/${date}`, run: `${programme.run}-${date}` };
  const start = startOf(date);
  for (let index = 0; index < sessions; index += 1) {
    if (index % SESSIONS_A_TURN === 0) await turn();
    const session = openSession(day, firstSessionOf(index));
    const { value, keyId } = pseudonymOf(session.fields.viewer_id);
    // The same on each event of a session: spelt once.
    const fieldsOfAll = JSON.stringify({ ...session.fields, viewer_id: value, viewer_key_id: keyId });
    const shared = Buffer.from(`${fieldsOfAll.slice(1)}\n`);
    const startedAt = start + random.below(DAY_MS);
    for (let step = session.steps.next(); !step.done; step = session.steps.next()) {
      const { offsetMs, fields } = step.value;
      const event_ts = startedAt + offsetMs;
      const received_at = event_ts + random.below(LATEST_RECEIPT_MS);
      const own = JSON.stringify({ event_id: session.ids.uuid(), event_ts, received_at, ...fields });
      const hour = received_at - (received_at % HOUR_MS);
      const ndjson = hours.get(hour) ?? new Ndjson();
      hours.set(hour, ndjson);
      ndjson.append(own, shared);
    }
  }
  return hours;
};
