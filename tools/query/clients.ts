import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { S3Client } from '@aws-sdk/client-s3';
import { type Place, placeSettings } from 'aws-clients';
import { databaseName, resourceName } from '../../domain/names';
import { AthenaTier } from './athena-tier';
import { listNamedQueries, type NamedQuery } from './named-queries';
import { RedshiftTier } from './redshift-tier';

/** The tiers of a stage. */
export interface Tiers {
  readonly lake: AthenaTier;
  /** The base capacity is part of the stage's configuration. */
  readonly warehouse: (baseRpus: number) => RedshiftTier;
  namedQueries(): Promise<readonly NamedQuery[]>;
}

/** Creates the clients of a place's tiers; sends no request. */
export const openTiers = (place: Place): Tiers => {
  const { stage, endpoint } = place;
  const settings = placeSettings(place);
  const athena = new AthenaClient(settings);
  const workgroup = resourceName(stage, 'analysts');
  const lake = new AthenaTier({
    athena,
    glue: new GlueClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: endpoint !== undefined }),
    workgroup,
    database: databaseName(stage),
    pollMs: endpoint === undefined ? 500 : 100,
  });
  const warehouse = (baseRpus: number): RedshiftTier =>
    new RedshiftTier({
      redshift: new RedshiftDataClient(settings),
      ...{ workgroup: resourceName(stage), database: 'playhead', baseRpus },
      pollMs: endpoint === undefined ? 250 : 20,
    });
  return { lake, warehouse, namedQueries: () => listNamedQueries(athena, workgroup) };
};
