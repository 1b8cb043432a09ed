/** The part of an event that says whether it begins or ends its playback. */
export interface BoundingEvent {
  readonly event: string;
  readonly error_fatal?: boolean;
}

/** Between which times a playback can have happened, epoch ms. The earliest mark of each kind counts. */
export interface Bounds {
  /** When the viewer asked to play. */
  readonly requestedAt?: number;
  /** When the playback ended. */
  readonly endedAt?: number;
}

/** Whether an event ends its playback: `ended`, `quit`, or a fatal `error`. Source: CTA-2066, end of a session. */
export const endsPlayback = ({ event, error_fatal }: BoundingEvent): boolean =>
  event === 'quit' || event === 'ended' || (event === 'error' && error_fatal === true);

/** What one event at a time says about the bounds of its playback. */
export const boundsOf = (event: BoundingEvent, at: number): Bounds => {
  if (event.event === 'play_request') return { requestedAt: at };
  return endsPlayback(event) ? { endedAt: at } : {};
};

/** Combines what the events of one playback say about its bounds: the earliest of each kind. */
export const mergeBounds = (one: Bounds, other: Bounds): Bounds => {
  const requestedAt = earliest(one.requestedAt, other.requestedAt);
  const endedAt = earliest(one.endedAt, other.endedAt);
  return { ...(requestedAt !== undefined && { requestedAt }), ...(endedAt !== undefined && { endedAt }) };
};

const earliest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

/** When a playback may have begun and ended, epoch ms; infinite where nothing says. A request after the end is ignored. */
export const limitsOf = ({
  requestedAt,
  endedAt = Infinity,
}: Bounds): { readonly from: number; readonly to: number } => ({
  from: requestedAt !== undefined && requestedAt <= endedAt ? requestedAt : -Infinity,
  to: endedAt,
});

/** Whether an instant is within the bounds. The end is exclusive, as the end of an interval is. */
export const isWithin = (bounds: Bounds, instant: number): boolean => {
  const { from, to } = limitsOf(bounds);
  return from <= instant && instant < to;
};
