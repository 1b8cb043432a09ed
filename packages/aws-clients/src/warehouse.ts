import { setTimeout as delay } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  type Field,
  GetStatementResultCommand,
  type RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';

/** Which database, and as whom. */
export interface WarehouseProps {
  readonly workgroup: string;
  readonly database: string;
  /** Of the secret of the user that the statements run as. @default - who calls, as a reader */
  readonly secretName?: string;
  /** How long a statement may take before it is cancelled, ms. */
  readonly timeoutMs: number;
}

/** A value of a result. */
type Value = string | number | boolean | null;

const FIRST_LOOK_MS = 50;
const LONGEST_WAIT_MS = 1_000;

/** A Redshift database by way of its Data API: statements are handed in, and looked at until they are done. */
export class Warehouse {
  constructor(
    private readonly client: RedshiftDataClient,
    private readonly props: WarehouseProps,
  ) {}

  get database(): string {
    return this.props.database;
  }

  /** The rows of a query; `:name` stands for a parameter. */
  async rows(sql: string, parameters: Readonly<Record<string, string>> = {}): Promise<readonly (readonly Value[])[]> {
    const Parameters = Object.entries(parameters).map(([name, value]) => ({ name, value }));
    const { Id } = await this.client.send(
      new ExecuteStatementCommand({ ...this.target, Sql: sql, ...(Parameters.length > 0 && { Parameters }) }),
    );
    await this.finished(Id);
    const rows: Value[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await this.client.send(
        new GetStatementResultCommand({ Id, ...(NextToken !== undefined && { NextToken }) }),
      );
      for (const record of page.Records ?? []) rows.push(record.map(toValue));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return rows;
  }

  /** Runs statements as one transaction: all of them or, where one fails, none; then it throws with the reason. */
  async transaction(statements: readonly string[]): Promise<void> {
    const { Id } = await this.client.send(new BatchExecuteStatementCommand({ ...this.target, Sqls: [...statements] }));
    await this.finished(Id);
  }

  private get target() {
    const { workgroup, database, secretName } = this.props;
    return {
      WorkgroupName: workgroup,
      Database: database,
      ...(secretName !== undefined && { SecretArn: secretName }), // a name will do
    };
  }

  private async finished(Id = ''): Promise<void> {
    const deadline = Date.now() + this.props.timeoutMs;
    for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const { Status, Error: reason = 'no reason given' } = await this.client.send(
        new DescribeStatementCommand({ Id }),
      );
      if (Status === 'FINISHED') return;
      if (Status === 'FAILED' || Status === 'ABORTED')
        throw new Error(`The warehouse ${Status.toLowerCase()}: ${reason}`);
      if (Date.now() > deadline) {
        await this.client.send(new CancelStatementCommand({ Id }));
        throw new Error(`The warehouse took longer than ${this.props.timeoutMs} ms.`);
      }
      await delay(waitMs);
    }
  }
}

const toValue = ({ isNull, stringValue, longValue, doubleValue, booleanValue }: Field): Value =>
  isNull === true ? null : (stringValue ?? longValue ?? doubleValue ?? booleanValue ?? null);
