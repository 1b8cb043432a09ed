import { Duration, Stack } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/** Where alarms go: a topic with the stage's address, encrypted under a key that CloudWatch may use for it. */
export class AlarmTopic extends Construct {
  /** Tells the topic of an alarm that fires, and of its end. */
  readonly action: SnsAction;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id);
    const { account, region, partition } = Stack.of(this);
    const ourAlarms = {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:playhead-${stage.name}-*` },
    };
    const cloudwatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const masterKey = new Key(this, 'Key', {
      description: 'Encrypts alarms on their way to people.',
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      removalPolicy: stage.removalPolicy,
    });
    masterKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsAreEncrypted',
        principals: [cloudwatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: ourAlarms,
      }),
    );
    const topic = new Topic(this, 'Topic', { topicName: `playhead-${stage.name}-alarms`, masterKey, enforceSSL: true });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [cloudwatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: ourAlarms,
      }),
    );
    topic.addSubscription(new EmailSubscription(stage.alarmAddress));
    this.action = new SnsAction(topic);
  }
}
