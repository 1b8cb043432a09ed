import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings } from '../lambdas/shared/clients';
import { AthenaTier } from './athena-tier';
import { listNamedQueries, type NamedQuery } from './named-queries';

/** Whose lake is asked: a stage's on AWS, as the caller's credentials have it, or that of an embedded cloud. */
export interface Place {
  readonly stage: string;
  /** Of an embedded cloud. */
  readonly endpoint?: string;
}

/** A stage's lake, open for questions. */
export interface Lake {
  readonly tier: AthenaTier;
  namedQueries(): Promise<readonly NamedQuery[]>;
}

/** Opens the lake of a place; nothing is asked yet. */
export const openLake = ({ stage, endpoint }: Place): Lake => {
  const settings = { ...clientSettings(3, 30_000), ...(endpoint !== undefined && embedded(endpoint)) };
  const athena = new AthenaClient(settings);
  const workgroup = `playhead-${stage}-analysts`;
  const tier = new AthenaTier({
    athena,
    glue: new GlueClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: endpoint !== undefined }),
    workgroup,
    database: `playhead_${stage}`,
    lookEveryMs: endpoint === undefined ? 500 : 100,
  });
  return { tier, namedQueries: () => listNamedQueries(athena, workgroup) };
};

/** It takes any credentials. */
const embedded = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
});
