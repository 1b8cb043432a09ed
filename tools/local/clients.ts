import { embeddedPlace, type PlaceSettings, placeSettings } from 'aws-clients';
import type { Surroundings } from 'embedded-cloud';

/** Settings for SDK clients of an embedded cloud. */
export const embeddedSettings = ({ endpoint }: Surroundings): PlaceSettings => placeSettings(embeddedPlace(endpoint));
