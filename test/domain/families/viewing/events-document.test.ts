import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { isIssue, jsonSchemaOf } from '../../../../domain/families';
import { EVENT_NAMES, type PlayerEvent, VIEWING, VIEWING_DEFINITION } from '../../../../domain/families/viewing';

const page = readFileSync(join(__dirname, '../../../../docs/events.md'), 'utf8');
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']): unknown => JSON.parse(json));
const isPlayerEvent = (event: unknown): event is PlayerEvent =>
  typeof event === 'object' && event !== null && !isIssue(VIEWING.parse(event));
const events = examples.filter(isPlayerEvent);
const acceptsSchema = new Ajv().compile({ ...jsonSchemaOf(VIEWING_DEFINITION), $schema: undefined });

describe('The examples of docs/events.md', () => {
  it.each(examples.map((event) => [event]))('include %j, which the validator and the JSON Schema accept', (event) => {
    expect(VIEWING.parse(event)).toBe(event);
    expect(acceptsSchema(event)).toBe(true);
  });

  it('have one for each event name at least', () => {
    expect([...new Set(events.map(({ event }) => event))].sort()).toEqual([...EVENT_NAMES].sort());
  });

  it('form a truthful timeline: each interval ends with its event and begins with the event before, unless a gap has none', () => {
    const playback = events.filter(({ session_id: id }) => id === events[0]?.session_id);
    expect(playback.map(({ sequence }) => sequence)).toEqual(playback.map((_, index) => index));
    for (const [index, { event_ts: at, interval_ms: intervalMs }] of playback.entries()) {
      const before = playback[index - 1];
      if (before && intervalMs !== 0) expect(at - before.event_ts).toBe(intervalMs);
    }
  });

  it('have ids of their own', () => {
    expect(new Set(events.map(({ event_id: id }) => id)).size).toBe(examples.length);
  });
});
