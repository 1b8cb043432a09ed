import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  paginateGetStatementResult,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import type { Cloud } from '../../packages/embedded-cloud/src/cloud';
import { clientSettings } from './clients';

const LOOK_EVERY_MS = 50;
const WORKGROUP = 'AWS::RedshiftServerless::Workgroup';

/** The warehouse of an embedded cloud, asked through the endpoint as an analyst does, who can't write. */
export class LocalWarehouse {
  private readonly redshift: RedshiftDataClient;

  constructor(private readonly cloud: Cloud) {
    this.redshift = new RedshiftDataClient(clientSettings(cloud.surroundings));
  }

  /** Runs load-warehouse once; false where that fails. */
  async mirror(): Promise<boolean> {
    const { ok } = await this.cloud.services.lambda.invoke(
      this.cloud.nameOf('AWS::Lambda::Function', 'load-warehouse'),
      {},
    );
    return ok;
  }

  /** The rows of a SELECT; rejects, saying why, where it does not succeed. */
  async ask(sql: string): Promise<readonly (readonly Field[])[]> {
    const WorkgroupName = this.cloud.deployment.running.find(({ type }) => type === WORKGROUP)?.ref;
    const { Id } = await this.redshift.send(
      new ExecuteStatementCommand({ WorkgroupName, Database: 'playhead', Sql: sql }),
    );
    for (;;) {
      const { Status, Error: reason } = await this.redshift.send(new DescribeStatementCommand({ Id }));
      if (Status === 'FAILED' || Status === 'ABORTED') throw new Error(`"${sql}": ${reason ?? Status}`);
      if (Status === 'FINISHED') break;
      await delay(LOOK_EVERY_MS);
    }
    const rows: Field[][] = [];
    for await (const { Records = [] } of paginateGetStatementResult({ client: this.redshift }, { Id }))
      rows.push(...Records);
    return rows;
  }
}
