import { embeddedPlace, type PlaceSettings, placeSettings } from 'aws-clients';
import type { Surroundings } from '../../packages/embedded-cloud/src/core/service';

/** Settings for SDK clients of an embedded cloud. */
export const embeddedSettings = ({ endpoint }: Surroundings): PlaceSettings => placeSettings(embeddedPlace(endpoint));
