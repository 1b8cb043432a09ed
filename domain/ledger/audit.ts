/** Which events the ledger follows, and how it divides time. All paths must use the same values to be comparable. */
export interface Audit {
  /** How the ids of audited events end: '' for every event, '000' for one in 4,096. */
  readonly suffix: string;
  /** The length of the period of receipt that one account covers, ms. */
  readonly periodMs: number;
}

/** The fields of an event that the ledger needs. */
export interface AuditedEvent {
  readonly event_id: string;
  /** Epoch ms. */
  readonly received_at: number;
}

/**
 * Whether an event is audited. It depends only on the id, so every path picks the same events, including copies
 * of an event. The last digits of a UUID are random in versions 4 and 7, and SQL can express the condition with LIKE.
 */
export const isAudited = (eventId: string, { suffix }: Audit): boolean => eventId.endsWith(suffix);

/** The start of the period in which an event was received, epoch ms. */
export const periodOf = (receivedAt: number, { periodMs }: Audit): number => receivedAt - (receivedAt % periodMs);

/** The distinct ids of audited events, by period of receipt. */
export const auditedByPeriod = (
  events: Iterable<AuditedEvent>,
  audit: Audit,
): ReadonlyMap<number, ReadonlySet<string>> => {
  const byPeriod = new Map<number, Set<string>>();
  for (const { event_id: eventId, received_at: receivedAt } of events) {
    if (!isAudited(eventId, audit)) continue;
    const period = periodOf(receivedAt, audit);
    const ids = byPeriod.get(period) ?? new Set();
    if (ids.size === 0) byPeriod.set(period, ids);
    ids.add(eventId);
  }
  return byPeriod;
};
