import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SuppressionEnv, SuppressedViewersEnv } from '../../lambdas/foundation/env';
import { acknowledge } from '../foundation/acknowledge';
import { settingsOf } from '../foundation/subsystem-stack';
import { Table } from '../foundation/table';

/**
 * The list of erased viewers, whose later events are dropped: by `collect`, which knows them by digests under a key that
 * never rotates, and by readers of the stream, which know them by pseudonyms.
 */
export class SuppressedViewers extends Construct {
  private readonly key: Secret;
  private readonly table: Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Secret(this, 'Key', {
      description: 'The key of the digests by which collect recognises erased viewers. It must never change.',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: settingsOf(this).removalPolicy,
    });
    acknowledge(this.key, 'After a rotation, collect would not recognise the viewers who were erased before.', 'SMG4');
    this.table = new Table(this, 'Table', {
      name: 'suppressed-viewers',
      partitionKey: { name: 'kind', type: AttributeType.STRING },
      sortKey: { name: 'entry', type: AttributeType.STRING },
      pointInTimeRecovery: true,
      viewerData: { keeps: 'suppressions' },
    });
  }

  /** The environment variables of a reader of the list. */
  get listEnvironment(): SuppressedViewersEnv {
    return { SUPPRESSED_VIEWERS_TABLE_NAME: this.table.tableName };
  }

  /** The environment variables of a function that computes digests. */
  get environment(): SuppressionEnv {
    return { ...this.listEnvironment, SUPPRESSION_SECRET_ARN: this.key.secretArn };
  }

  /** Allows reading the list. */
  grantList(grantee: IGrantable): void {
    this.table.grant(grantee, 'dynamodb:Query');
  }

  /** Allows reading the list and computing digests. */
  grantRecognise(grantee: IGrantable): void {
    this.grantList(grantee);
    this.grantKey(grantee);
  }

  /** Allows adding viewers to the list. */
  grantSuppress(grantee: IGrantable): void {
    this.table.grant(grantee, 'dynamodb:BatchWriteItem');
    this.grantKey(grantee);
  }

  private grantKey(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.key.secretArn] }),
    );
  }
}
