import { type Keyring, pseudonymOf } from '../../domain/ingest';
import { DAY_MS, type LakeDate, startOf } from '../../domain/lake';
import { Catalog } from '../simulator/catalog';
import { knownViewerOf } from '../simulator/identity';
import { Random } from '../simulator/random';
import { firstSessionOf, openSession, type RunSettings } from '../simulator/session';
import { Troubles } from '../simulator/trouble';
import { Ndjson } from './ndjson';

/** Players of past days send fewer heartbeats, which gives a third of the usual number of events with the same sums. */
const HEARTBEAT_MS = 30_000;

/** Players send events with a delay of up to this. */
const MAX_RECEIPT_DELAY_MS = 10_000;

const HOUR_MS = 3_600_000;

/** The parameters of past days: plain data, because worker threads receive them. */
export interface PastParameters extends Pick<RunSettings, 'seed' | 'run' | 'trace'> {
  /** The number of sessions that begin on each day. */
  readonly sessions: number;
  readonly keyring: Keyring;
}

/** The events of one past day as the stream carried them: NDJSON by the hour of receipt, epoch ms. */
export type PastDay = ReadonlyMap<number, Uint8Array>;

/**
 * Generates the sessions that began on a date, with the same viewers every day. The result depends only on seed and
 * date.
 */
export class PastDayGenerator {
  private readonly ordinary = {
    catalog: new Catalog(),
    rates: { skewedClocks: 0, relayed: 0, hostile: 0 },
    troubles: new Troubles(),
    pace: { heartbeatMs: HEARTBEAT_MS, pausedHeartbeatMs: 3 * HEARTBEAT_MS },
  };

  constructor(private readonly past: PastParameters) {}

  generate(date: LakeDate): PastDay {
    const { seed, run, trace, sessions, keyring } = this.past;
    const hours = new Map<number, Ndjson>();
    const random = new Random(`${seed}/history/${date}`);
    const settings: RunSettings = { ...this.ordinary, trace, seed: `${seed}/${date}`, run: `${run}-${date}` };
    const start = startOf(date);
    for (let index = 0; index < sessions; index += 1) {
      const session = openSession(settings, firstSessionOf(index));
      const viewerId = knownViewerOf(session.fields);
      const pseudonym = viewerId === undefined ? undefined : pseudonymOf(keyring, viewerId);
      // All events of a session share these fields: they are serialized once.
      const person = { viewer_id: pseudonym?.value, viewer_key_id: pseudonym?.keyId };
      const sharedFields = JSON.stringify({ ...session.fields, ...person });
      const shared = Buffer.from(`${sharedFields.slice(1)}\n`);
      const startedAt = start + random.below(DAY_MS);
      for (let step = session.steps.next(); !step.done; step = session.steps.next()) {
        const { offsetMs, fields } = step.value;
        const event_ts = startedAt + offsetMs;
        const received_at = event_ts + random.below(MAX_RECEIPT_DELAY_MS);
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
