import type { ViewingEvent } from '../../domain/families/viewing';
import { Catalog } from '../../tools/simulator/catalog';
import { firstSessionOf, openSession } from '../../tools/simulator/session';
import type { Shape } from '../../tools/simulator/shape';
import { Troubles } from '../../tools/simulator/trouble';

/** The events of simulated sessions from start to end, as the collector sends them on. */
export const simulatedEvents = (
  sessions: number,
  startsAt: (session: number) => number,
  trace?: readonly Shape[],
): ViewingEvent[] => [...simulatedSessions(sessions, startsAt, trace)].flat();

/** The events of simulated sessions, by session. */
export function* simulatedSessions(
  sessions: number,
  startsAt: (session: number) => number,
  trace?: readonly Shape[],
): Generator<ViewingEvent[]> {
  const troubles = new Troubles();
  const settings = {
    ...{
      seed: 'lake',
      run: 'run',
      catalog: new Catalog(40),
      rates: { skewedClocks: 0, relayed: 0, hostile: 0 },
      trace,
      troubles,
    },
    pace: { heartbeatMs: 10_000, pausedHeartbeatMs: 30_000 },
  };
  for (let index = 0; index < sessions; index += 1) {
    const { fields, steps, ids } = openSession(settings, firstSessionOf(index));
    const startedAt = startsAt(index);
    const events: ViewingEvent[] = [];
    for (let step = steps.next(); !step.done; step = steps.next()) {
      const event_ts = startedAt + step.value.offsetMs;
      events.push({
        ...fields,
        ...step.value.fields,
        event_id: ids.uuid(),
        event_ts,
        viewer_key_id: 'k1',
        received_at: event_ts + 200,
      });
    }
    yield events;
  }
}
