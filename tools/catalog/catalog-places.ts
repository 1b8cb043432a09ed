import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { type Place, placeSettings } from 'aws-clients';
import { databaseName, resourceName } from '../../domain/names';
import { LakeCatalogFile } from './lake-catalog-file';
import type { CatalogPlaces } from './load-catalog';

/** The two stores of a stage's catalog: a file in the lake and a table. */
export const openCatalogPlaces = (place: Place): CatalogPlaces => {
  const settings = placeSettings(place);
  const s3 = new S3Client({ ...settings, forcePathStyle: place.endpoint !== undefined });
  return {
    file: new LakeCatalogFile(new GlueClient(settings), s3, databaseName(place.stage)),
    dynamodb: new DynamoDBClient(settings),
    tableName: resourceName(place.stage, 'catalog'),
  };
};
