import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../../packages/aws-clients/src/clients';
import { AthenaTier } from './athena-tier';
import { listNamedQueries, type NamedQuery } from './named-queries';
import { RedshiftTier } from './redshift-tier';

/** Whose tiers are asked: a stage's on AWS, as the caller's credentials have it, or those of an embedded cloud. */
export interface Place {
  readonly stage: string;
  /** Of an embedded cloud. */
  readonly endpoint?: string;
}

/** A stage's tiers, open for questions. */
export interface Tiers {
  readonly lake: AthenaTier;
  /** With the RPUs that a question finds, which its configuration tells. */
  readonly warehouse: (baseRpus: number) => RedshiftTier;
  namedQueries(): Promise<readonly NamedQuery[]>;
}

/** What SDK clients are made with that talk to a place. */
export const clientsOf = ({ endpoint }: Place) => ({
  ...clientSettings(3, 30_000),
  ...(endpoint !== undefined && embedded(endpoint)),
});

/** Opens the tiers of a place; nothing is asked yet. */
export const openTiers = (place: Place): Tiers => {
  const { stage, endpoint } = place;
  const settings = clientsOf(place);
  const athena = new AthenaClient(settings);
  const workgroup = `playhead-${stage}-analysts`;
  const lake = new AthenaTier({
    athena,
    glue: new GlueClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: endpoint !== undefined }),
    workgroup,
    database: `playhead_${stage}`,
    lookEveryMs: endpoint === undefined ? 500 : 100,
  });
  const warehouse = (baseRpus: number): RedshiftTier =>
    new RedshiftTier({
      redshift: new RedshiftDataClient(settings),
      ...{ workgroup: `playhead-${stage}`, database: 'playhead', baseRpus },
      lookEveryMs: endpoint === undefined ? 250 : 20,
    });
  return { lake, warehouse, namedQueries: () => listNamedQueries(athena, workgroup) };
};

/** It takes any credentials. */
const embedded = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
});
