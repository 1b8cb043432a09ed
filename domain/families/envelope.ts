import type { FieldDefinition } from './field';
import { integer, milliseconds, text, uuid } from './field-types';

/** The year 2100, epoch ms: a clock beyond it is broken rather than skewed. */
export const MAX_EPOCH_MS = Date.UTC(2100, 0, 1);

/** The fields of a family whose events are about a viewer. */
export const VIEWER = {
  viewer_id: {
    type: text(128),
    required: true,
    meaning: 'The viewer, by the id that the service uses.',
    atEdge: "Is replaced by the viewer's pseudonym: its HMAC-SHA-256 in base64url.",
  },
  viewer_key_id: {
    type: text(128),
    required: true,
    meaning: 'The key of the keyring that produced the pseudonym.',
    addedBy: 'edge',
  },
} as const satisfies Readonly<Record<string, FieldDefinition>>;

/** The fields that the events of every family have. */
export const ENVELOPE = {
  event_id: {
    type: uuid,
    required: true,
    source: 'Snowplow `event_id`',
    meaning: 'Identifies the event: events with the same id are copies of one event.',
    atEdge: 'Is written in lower case.',
  },
  event_ts: {
    type: milliseconds(MAX_EPOCH_MS),
    unit: 'epoch ms',
    required: true,
    source: 'CMCD `ts`',
    meaning: "When the event happened, by the sender's clock.",
    atEdge: "Is corrected if the sender's clock is skewed.",
  },
  received_at: {
    type: integer(0, MAX_EPOCH_MS),
    unit: 'epoch ms',
    required: true,
    meaning: 'When the edge received the request.',
    addedBy: 'edge',
  },
  client_event_ts: {
    type: integer(0, MAX_EPOCH_MS),
    unit: 'epoch ms',
    required: false,
    meaning: "The sender's own `event_ts`, present if the edge corrected it.",
    addedBy: 'edge',
  },
  clock_offset_ms: {
    type: integer(-MAX_EPOCH_MS, MAX_EPOCH_MS),
    unit: 'ms',
    required: false,
    source: 'RFC 5905, section 8',
    meaning: "The sender's own measurement of how far the collector's clock is ahead, present if the edge used it.",
    addedBy: 'edge',
  },
  schema: {
    type: text(64),
    required: false,
    source: 'Snowplow self-describing JSON',
    meaning: "Family and version of the event's schema, such as `viewing/1`; an event without it is of version 1.",
    addedBy: 'edge',
    keptUntil: 'raw',
  },
} as const satisfies Readonly<Record<string, FieldDefinition>>;
