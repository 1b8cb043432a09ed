import { type Attribute, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { nameIn, settingsOf } from './subsystem-stack';
import { declareViewerData, type ViewerData } from './viewer-data';

/** Properties of a {@link Table}. */
export interface TableProps {
  /** The last part of its physical name. */
  readonly name: string;
  readonly partitionKey: Attribute;
  /** @default - none */
  readonly sortKey?: Attribute;
  /** The attribute that holds an item's expiry, epoch s. @default - items do not expire */
  readonly timeToLiveAttribute?: string;
  /** Whether it can be restored to any second of the last 35 days. @default false */
  readonly pointInTimeRecovery?: boolean;
  readonly viewerData: ViewerData;
}

/** A DynamoDB table of a subsystem: on demand, encrypted, with the removal policy and the protection of its stage. */
export class Table extends TableV2 {
  /** The last part of its physical name. */
  readonly shortName: string;

  constructor(scope: Construct, id: string, props: TableProps) {
    const { name, partitionKey, sortKey, timeToLiveAttribute, pointInTimeRecovery = false } = props;
    const { removalPolicy, terminationProtection } = settingsOf(scope);
    super(scope, id, {
      tableName: nameIn(scope, name),
      partitionKey,
      billing: Billing.onDemand(),
      removalPolicy,
      deletionProtection: terminationProtection,
      ...(sortKey && { sortKey }),
      ...(timeToLiveAttribute !== undefined && { timeToLiveAttribute }),
      ...(pointInTimeRecovery && { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } }),
    });
    this.shortName = name;
    declareViewerData(this, props.viewerData);
  }
}
