import type { Condition, FieldDefinitions } from './field';
import type { Issue } from './issue';
import type { CheckedFields } from './compile-parser';
import type { ClockCorrection, Reception } from './reception';

/** The definition of an event family. It is plain data: the schema, columns, documents and validator are derived from it. */
export interface FamilyDefinition<Table extends string = string> {
  readonly name: string;
  /**
   * Increases when a reader of the previous version would misread an event: a field is removed, or its meaning, type or unit
   * changes. A new optional field does not change it.
   */
  readonly version: number;
  readonly fields: FieldDefinitions;
  /** The field that names an event's subject: the events of one subject keep their order. */
  readonly subject: string;
  /**
   * The field that identifies a person, and the field for the key of the pseudonym. The edge replaces the id by the pseudonym.
   * The quarantine does not keep the id either. Where `anonymousWhere` holds, nothing is stored about who the person is.
   * @default the events are about no person
   */
  readonly person?: { readonly id: string; readonly keyId: string; readonly anonymousWhere?: Condition };
  /** The curated table; the table of raw events has the same name after `raw_`. */
  readonly table: Table;
}

/** The fields that a sender gives in events of every family. */
export interface SentEvent {
  readonly event_id: string;
  /** When the event happened, epoch ms. */
  readonly event_ts: number;
}

/** A family as the edge needs it. */
export interface EventFamily<Sent extends SentEvent = SentEvent, Stored extends SentEvent = SentEvent> {
  readonly definition: FamilyDefinition;
  readonly sentFields: CheckedFields;
  /** The `objectFieldsOf` sentFields. */
  readonly objectFields: readonly string[];
  /** The event, typed, or the first thing that is wrong with it; `keyCount` is the `keyCountOf` the value. */
  readonly parse: (value: unknown, keyCount?: number) => Sent | Issue;
  /** The event as the stream carries it, with the sender's clock corrected. */
  readonly receive: (event: Sent, clock: ClockCorrection, reception: Reception) => Stored;
  readonly subjectOf: (event: Stored) => string;
}
