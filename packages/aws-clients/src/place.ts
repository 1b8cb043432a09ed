import { settings } from './client-settings';

/** The place in which a stage runs: the AWS account of the environment's credentials, or a separate endpoint. */
export interface Place {
  readonly stage: string;
  /** URL of an endpoint that serves every service. @default - the endpoints of AWS */
  readonly endpoint?: string;
  /** @default - the region of the environment */
  readonly region?: string;
  /** @default - the credentials of the environment */
  readonly credentials?: Credentials;
}

/** The two parts of an AWS access key. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The place of an embedded cloud, which accepts any credentials. */
export const embeddedPlace = (endpoint: string, stage = 'dev'): Place => ({
  stage,
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
});

/** What {@link placeSettings} returns: the settings of any SDK client. */
export type PlaceSettings = ReturnType<typeof settings> & Omit<Place, 'stage'>;

/** Settings for the SDK clients of a command-line tool. Its timeouts are longer than those of a function: a person can wait. */
export const placeSettings = ({ endpoint, region, credentials }: Place): PlaceSettings => ({
  ...settings(3, 30_000, 10_000),
  ...(endpoint !== undefined && { endpoint }),
  ...(region !== undefined && { region }),
  ...(credentials !== undefined && { credentials }),
});
