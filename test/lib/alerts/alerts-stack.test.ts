import { STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { refOf, type Statement, SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const ofProd = new SynthesizedStage(STAGES.prod);

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(stage.stack('alerts').toJSON()).toMatchSnapshot());

describe('the topic of alarms', () => {
  const statementsOf = (policy: unknown) => (policy as { Statement: readonly Statement[] }).Statement;
  const ours = {
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':alarm:playhead-dev-*'])] } },
  };

  it('sends to the address of its stage', () => {
    for (const [of, { alerts }] of [
      [stage, STAGES.dev],
      [ofProd, STAGES.prod],
    ] as const) {
      const [topic] = Object.keys(of.resources('AWS::SNS::Topic'));
      of.stack('alerts').hasResourceProperties('AWS::SNS::Subscription', {
        Protocol: 'email',
        Endpoint: alerts.address,
        TopicArn: { Ref: topic },
      });
    }
  });

  it('has its own encryption key, which CloudWatch may use only for the stage’s alarms', () => {
    const { Properties: topic } = stage.resource('AWS::SNS::Topic');
    const { Properties: key } = stage.resource('AWS::KMS::Key', 'AlarmTopic');
    expect(refOf(topic['KmsMasterKeyId'])).toMatch(/^AlarmTopicKey/);
    expect(key).toMatchObject({ EnableKeyRotation: true });
    const [account, ...services] = statementsOf(key['KeyPolicy']);
    expect(account).toMatchObject({ Principal: { AWS: { 'Fn::Join': ['', expect.arrayContaining([':root'])] } } });
    expect(services).toEqual([
      {
        Sid: 'AlarmsAreEncrypted',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: { ...ours, ArnLike: { 'aws:SourceArn': expect.anything() as unknown } },
      },
    ]);
  });

  it('accepts the stage’s alarms from CloudWatch, and only over TLS', () => {
    const { Properties: policy } = stage.resource('AWS::SNS::TopicPolicy');
    expect(statementsOf(policy['PolicyDocument'])).toMatchObject([
      { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: ours.StringEquals },
      },
    ]);
  });
});

describe('the budget', () => {
  it('mails the address of its stage when the month costs as much as the stage allows, or is predicted to', () => {
    for (const [of, { alerts }] of [
      [stage, STAGES.dev],
      [ofProd, STAGES.prod],
    ] as const) {
      const { Properties: budget } = of.resource('AWS::Budgets::Budget');
      expect(budget['Budget']).toEqual({
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: alerts.monthlyBudgetUsd, Unit: 'USD' },
      });
      const Subscribers = [{ SubscriptionType: 'EMAIL', Address: alerts.address }];
      const notification = (NotificationType: string, Threshold: number): unknown => ({
        Notification: expect.objectContaining({ NotificationType, Threshold, ThresholdType: 'PERCENTAGE' }) as unknown,
        Subscribers,
      });
      expect(budget['NotificationsWithSubscribers']).toEqual([
        notification('ACTUAL', 80),
        notification('ACTUAL', 100),
        notification('FORECASTED', 100),
      ]);
    }
  });
});
