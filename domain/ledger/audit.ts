/** Which events the ledger follows, and how it divides time. The same everywhere, or paths could not be compared. */
export interface Audit {
  /** How the ids of audited events end: '' for every event, '000' for one in 4,096. */
  readonly suffix: string;
  /** An account is kept for each of these spans of receipt, ms. */
  readonly periodMs: number;
}

/** Of an event, what the ledger knows it by. */
export interface AuditedEvent {
  readonly event_id: string;
  /** Epoch ms. */
  readonly received_at: number;
}

/**
 * Whether an event is audited. By its id and nothing else: every path picks the same events, copies of an event with
 * it. The last digits of a UUID are random in versions 4 and 7, and SQL can say the same with LIKE.
 */
export const isAudited = (eventId: string, { suffix }: Audit): boolean => eventId.endsWith(suffix);

/** The first instant of the period that an event was received in, epoch ms. */
export const periodOf = (receivedAt: number, { periodMs }: Audit): number => receivedAt - (receivedAt % periodMs);

/** The ids of those that are audited, each once, by period of receipt. */
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
