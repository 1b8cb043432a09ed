import type { Catalog } from './catalog';
import { type Pace, planSession, type SessionFields, type Step } from './plan';
import { Random } from './random';
import type { Shape } from './shape';
import type { Troubles } from './trouble';
import { toViewer, type Viewer, type ViewerRates } from './viewer';

/** No viewer watches more titles in a run, so that a session's number names its viewer as well. */
const SESSIONS_PER_VIEWER = 16;

/** What the sessions of a run have in common. */
export interface Programme {
  /** The same seed plays the same sessions. */
  readonly seed: string;
  /** Salts session and event ids, so that a seed played twice against one lake gives no duplicates. */
  readonly run: string;
  readonly catalog: Catalog;
  readonly pace: Pace;
  /** The shapes to take; without them they are drawn from the model. */
  readonly trace?: readonly Shape[] | undefined;
  readonly rates: ViewerRates;
  /** What strikes many sessions at a time. */
  readonly troubles: Troubles;
}

/** One session to be played. Who, what and when derives from the seed and the number alone. */
export interface Session {
  readonly number: number;
  readonly viewer: Viewer;
  readonly fields: SessionFields;
  readonly steps: Iterator<Step, void, void>;
  /** The session that the same viewer plays after this one, where they do. */
  readonly nextNumber: number | undefined;
  /** For the events' ids. */
  readonly ids: Random;
  /** For the faults of delivery; how often it is asked depends on how things go. */
  readonly chance: Random;
}

/** The number of a viewer's first session. */
export const firstSessionOf = (viewerNumber: number): number => viewerNumber * SESSIONS_PER_VIEWER;

/** The session of this number. */
export const openSession = (programme: Programme, number: number): Session => {
  const { seed, run, catalog, pace, trace, rates, troubles } = programme;
  const random = new Random(`${seed}/session/${number}`);
  const viewer = toViewer(seed, Math.floor(number / SESSIONS_PER_VIEWER), rates);
  const title = catalog.choose(random);
  const luck = new Random(`${seed}/luck/${number}`).uniform(0, 1);
  const struck = {
    failsToStart: troubles.strikes('start-failures', viewer.fields, luck),
    stalls: () => troubles.strikes('rebuffering', viewer.fields, luck),
  };
  const isLast = (number + 1) % SESSIONS_PER_VIEWER === 0;
  return {
    number,
    viewer,
    nextNumber: (random.chance(0.5) || struck.failsToStart) && !isLast ? number + 1 : undefined, // who sees an error tries again
    fields: {
      session_id: `${run}-${number.toString(36)}`,
      content_id: title.contentId,
      stream_type: title.streamType,
      ...viewer.fields,
    },
    steps: planSession(random, title, pace, trace && random.pick(trace), struck),
    ids: new Random(`${seed}/${run}/ids/${number}`),
    chance: new Random(`${seed}/delivery/${number}`),
  };
};
