import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import type { Cloud } from 'embedded-cloud';
import { LakeCatalogFile } from '../catalog/lake-catalog-file';
import type { CatalogPlaces } from '../catalog/load-catalog';
import { embeddedSettings } from './clients';
import { databaseOf } from './lake';

/** The places in which an embedded cloud stores its catalog. */
export const catalogPlacesOf = (cloud: Cloud): CatalogPlaces => {
  const settings = embeddedSettings(cloud.surroundings);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  return {
    file: new LakeCatalogFile(new GlueClient(settings), s3, databaseOf(cloud)),
    dynamodb: new DynamoDBClient(settings),
    tableName: cloud.nameOf('AWS::DynamoDB::GlobalTable', 'catalog'),
  };
};
