import type { Catalog } from './catalog';
import { disguisesOf, type Lies } from './hostile';
import { type Pace, planSession, type SessionFields, type Step } from './plan';
import { Random } from './random';
import type { Shape } from './shape';
import type { Troubles } from './trouble';
import { toViewer, type Viewer, viewerIdOf, type ViewerRates } from './viewer';

/** The maximum number of sessions of a viewer in a run. It makes the number of a session identify its viewer. */
const SESSIONS_PER_VIEWER = 16;

/** The settings that all sessions of a run share. */
export interface RunSettings {
  /** The same seed plays the same sessions. */
  readonly seed: string;
  /** Salts the ids of sessions and events: two runs of a seed have no ids in common. */
  readonly run: string;
  readonly catalog: Catalog;
  readonly pace: Pace;
  /** The shapes of sessions. @default - drawn from a model */
  readonly trace?: readonly Shape[] | undefined;
  readonly rates: ViewerRates;
  /** The current trouble. */
  readonly troubles: Troubles;
}

/** One session. Its viewer, title and events depend only on the seed and the number. */
export interface Session {
  readonly number: number;
  readonly viewer: Viewer;
  readonly fields: SessionFields;
  readonly steps: Iterator<Step, void, void>;
  /** The same viewer's next session; undefined if there is none. */
  readonly nextNumber: number | undefined;
  /** Undefined for an honest player. */
  readonly lies: Lies | undefined;
  /** Draws the events' ids. */
  readonly ids: Random;
  /** Draws the faults of delivery; the number of draws depends on the answers. */
  readonly chance: Random;
}

/** The number of a viewer's first session. */
export const firstSessionOf = (viewerNumber: number): number => viewerNumber * SESSIONS_PER_VIEWER;

/** Creates the session with a number. */
export const openSession = (settings: RunSettings, number: number): Session => {
  const { seed, run, catalog, pace, trace, rates, troubles } = settings;
  const random = new Random(`${seed}/session/${number}`);
  const viewer = toViewer(seed, Math.floor(number / SESSIONS_PER_VIEWER), rates);
  const title = catalog.choose(random);
  const draw = new Random(`${seed}/luck/${number}`).uniform(0, 1);
  const cohort = { ...viewer.fields, content_id: title.contentId, stream_type: title.streamType };
  const effects = {
    failsToStart: troubles.affect('start-failures', cohort, draw),
    stalls: () => troubles.affect('rebuffering', cohort, draw),
  };
  const isLast = (number + 1) % SESSIONS_PER_VIEWER === 0;
  return {
    number,
    viewer,
    nextNumber: (random.chance(0.5) || effects.failsToStart) && !isLast ? number + 1 : undefined, // viewers retry after an error
    fields: {
      session_id: `${run}-${number.toString(36)}`,
      content_id: title.contentId,
      stream_type: title.streamType,
      ...viewer.fields,
    },
    steps: planSession(random, title, pace, trace && random.pick(trace), effects),
    lies: new Random(`${seed}/hostile/${number}`).chance(rates.hostile) ? liesOf(settings, number) : undefined,
    ids: new Random(`${seed}/${run}/ids/${number}`),
    chance: new Random(`${seed}/delivery/${number}`),
  };
};

const liesOf = ({ seed, catalog }: RunSettings, number: number): Lies => {
  const random = new Random(`${seed}/lies/${number}`);
  const otherViewer = Math.floor(number / SESSIONS_PER_VIEWER) + 1;
  return { random, disguises: disguisesOf(catalog.choose(random), viewerIdOf(otherViewer)) };
};
