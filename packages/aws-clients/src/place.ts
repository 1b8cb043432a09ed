import { settings } from './client-settings';

/** Where a stage runs: in the AWS account that the environment's credentials open, or behind an endpoint of its own. */
export interface Place {
  readonly stage: string;
  /** URL of an endpoint that answers for every service. @default - AWS */
  readonly endpoint?: string;
  /** @default - as the environment sets it */
  readonly region?: string;
  /** @default - as the environment provides them */
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
