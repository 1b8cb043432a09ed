import { Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { EncryptionKey } from '../foundation/encryption-key';
import type { AlarmRecipient } from '../foundation/operational-alarm';
import { nameIn } from '../foundation/subsystem-stack';
import type { AlertsConfig } from './config';

/** Takes messages that a function writes, besides those of alarms. */
export interface MessageRecipient extends AlarmRecipient {
  readonly topicArn: string;
  /** Where messages send their readers for the documents. */
  readonly docsUrl: string;
  /** Allows a function to send messages. */
  grantPublish(grantee: IGrantable): void;
}

/** The topic of all alarms of a stage, with one subscribed address. CloudWatch may use its encryption key. */
export class AlarmTopic extends Construct implements MessageRecipient {
  /** Publishes to the topic when an alarm fires, and when it recovers. */
  readonly action: SnsAction;
  readonly topicArn: string;
  readonly docsUrl: string;
  private readonly key: EncryptionKey;

  constructor(scope: Construct, id: string, { address, docsUrl }: Pick<AlertsConfig, 'address' | 'docsUrl'>) {
    super(scope, id);
    const { account, region, partition } = Stack.of(this);
    const alarmsOfThisStage = {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${nameIn(this)}-*` },
    };
    const cloudwatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const masterKey = (this.key = new EncryptionKey(this, 'Key', 'Encrypts alarm notifications.'));
    masterKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsAreEncrypted',
        principals: [cloudwatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: alarmsOfThisStage,
      }),
    );
    const topic = new Topic(this, 'Topic', {
      topicName: nameIn(this, 'alarms'),
      masterKey,
      enforceSSL: true,
    });
    this.topicArn = topic.topicArn;
    this.docsUrl = docsUrl;
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [cloudwatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: alarmsOfThisStage,
      }),
    );
    topic.addSubscription(new EmailSubscription(address));
    this.action = new SnsAction(topic);
  }

  grantPublish({ grantPrincipal }: IGrantable): void {
    const publish = new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topicArn] });
    const encrypt = new PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [this.key.keyArn],
    });
    for (const statement of [publish, encrypt]) grantPrincipal.addToPrincipalPolicy(statement);
  }
}
