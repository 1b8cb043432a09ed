import type { Session } from '../lake';

/** A viewer's first exposure to an experiment. Only the first one counts, even if the viewer later sees another variant. */
export interface Exposure {
  readonly experimentId: string;
  readonly variant: string;
  readonly viewerId: string;
  /** Epoch ms. */
  readonly exposedAt: number;
}

/** The first exposure of each known viewer to each experiment: the reference of sql/experiments/experiment-exposures.sql. */
export const firstExposures = (sessions: readonly Session[]): readonly Exposure[] => {
  const first = new Map<string, Exposure>();
  for (const session of sessions.toSorted(byStart)) {
    if (session.viewer_id === null) continue; // an anonymous viewer may return under every variant
    for (const { id, variant } of (session.experiments ?? []).toSorted((a, b) => (a.variant < b.variant ? -1 : 1))) {
      const key = JSON.stringify([id, session.viewer_id]);
      const exposure = { experimentId: id, variant, viewerId: session.viewer_id, exposedAt: session.started_at };
      if (!first.has(key)) first.set(key, exposure);
    }
  }
  return [...first.values()];
};

const byStart = (one: Session, other: Session): number =>
  one.started_at - other.started_at || (one.session_id < other.session_id ? -1 : 1);
