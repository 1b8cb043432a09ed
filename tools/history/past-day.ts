import { type Keyring, pseudonymOf } from '../../domain/ingest';
import { DAY_MS, type LakeDate, startOf } from '../../domain/lake';
import { Catalog } from '../simulator/catalog';
import { Random } from '../simulator/random';
import { firstSessionOf, openSession, type Programme } from '../simulator/session';
import { Troubles } from '../simulator/trouble';
import { Ndjson } from './ndjson';

/** Players of the past reported every so often: a third of the events of today, and the same sums. */
const HEARTBEAT_MS = 30_000;

/** Players report now and then: an event is received some seconds after it happened. */
const LATEST_RECEIPT_MS = 10_000;

const HOUR_MS = 3_600_000;

/** What past days are made of: plain data, for they are told in threads of their own. */
export interface Past extends Pick<Programme, 'seed' | 'run' | 'trace'> {
  /** That begin on each day. */
  readonly sessions: number;
  readonly keyring: Keyring;
}

/** What one past day told, as the stream carried it: NDJSON by the hour in which it was received, epoch ms. */
export type PastDay = ReadonlyMap<number, Uint8Array>;

/**
 * Tells the sessions that began on a date, by the same viewers each day on what they have at hand: from the seed and the
 * date alone, as often as it is asked.
 */
export class PastTeller {
  private readonly ordinary = {
    catalog: new Catalog(),
    rates: { skewedClocks: 0, relayed: 0 },
    troubles: new Troubles(),
    pace: { heartbeatMs: HEARTBEAT_MS, pausedHeartbeatMs: 3 * HEARTBEAT_MS },
  };

  constructor(private readonly past: Past) {}

  tell(date: LakeDate): PastDay {
    const { seed, run, trace, sessions, keyring } = this.past;
    const hours = new Map<number, Ndjson>();
    const random = new Random(`${seed}/history/${date}`);
    const programme: Programme = { ...this.ordinary, trace, seed: `${seed}/${date}`, run: `${run}-${date}` };
    const start = startOf(date);
    for (let index = 0; index < sessions; index += 1) {
      const session = openSession(programme, firstSessionOf(index));
      const { value, keyId } = pseudonymOf(keyring, session.fields.viewer_id);
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
    return new Map([...hours].map(([hour, { content }]) => [hour, content]));
  }
}
