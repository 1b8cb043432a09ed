import { RedshiftDataClient } from '@aws-sdk/client-redshift-data';
import { RedshiftQueries, type RedshiftValue } from 'aws-clients/redshift';
import type { Cloud } from 'embedded-cloud';
import { embeddedSettings } from './clients';

const POLL_MS = 50;
const WORKGROUP = 'AWS::RedshiftServerless::Workgroup';

/** The warehouse of an embedded cloud, queried through the endpoint as an analyst does, who cannot write. */
export class LocalWarehouse {
  private readonly queries: RedshiftQueries;

  constructor(private readonly cloud: Cloud) {
    const { deployment, surroundings } = cloud;
    this.queries = new RedshiftQueries(new RedshiftDataClient(embeddedSettings(surroundings)), {
      workgroup: deployment.running.find(({ type }) => type === WORKGROUP)?.ref ?? '',
      database: 'playhead',
      pollMs: POLL_MS,
    });
  }

  /** Runs load-warehouse once; false if that fails. */
  async load(): Promise<boolean> {
    const { ok } = await this.cloud.services.lambda.invoke(
      this.cloud.nameOf('AWS::Lambda::Function', 'load-warehouse'),
      {},
    );
    return ok;
  }

  /** The rows of a SELECT; rejects with Redshift's reason if it fails. */
  query(sql: string): Promise<readonly (readonly RedshiftValue[])[]> {
    return this.queries.rows(sql);
  }
}
