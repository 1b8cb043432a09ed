import { embeddedPlace, type PlaceSettings, placeSettings } from 'aws-clients';
import { type Surroundings, WATCHER } from 'embedded-cloud';

/** Settings for SDK clients of an embedded cloud. */
export const embeddedSettings = ({ endpoint }: Surroundings): PlaceSettings => placeSettings(embeddedPlace(endpoint));

/** Settings for what watches the pipeline: injected faults do not blind it. */
export const watcherSettings = ({ endpoint }: Surroundings): PlaceSettings =>
  placeSettings({ ...embeddedPlace(endpoint), credentials: WATCHER });
