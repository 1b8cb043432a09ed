import { STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const actionsOn = (step: string, resource: string): readonly string[] =>
  stage
    .statementsOf(step)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(resource))
    .flatMap(({ Action }) => Action);

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(stage.stack('erasure').toJSON()).toMatchSnapshot());

it('the function that receives a viewer’s id may read the keys and cannot change stored viewer data', () => {
  expect(stage.actionsOf('request-erasure')).toEqual([
    ...['logs:CreateLogStream', 'logs:PutLogEvents'],
    ...['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket', 's3:PutObject'],
    ...['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'sqs:SendMessage'],
  ]);
  expect(actionsOn('request-erasure', '/erasures/*')).toEqual(['s3:GetObject', 's3:PutObject']);
});

it('the function that erases cannot read the keys', () => {
  expect(stage.actionsOf('erase').filter((action) => action.startsWith('secretsmanager:'))).toEqual([]);
});

it('the function that erases may delete versions of raw events, curated tables and records of erasures only', () => {
  const deleting = stage.statementsOf('erase').find(({ Action }) => Action === 's3:DeleteObjectVersion');
  const prefixes = [...JSON.stringify(deleting?.Resource).matchAll(/"(\/[a-z]+\/\*)"/g)].map(([, prefix]) => prefix);
  expect(prefixes.sort()).toEqual(['/curated/*', '/erasures/*', '/raw/*']);
});

it('an erasure that fails three times is kept for two weeks, and an alarm notifies people', () => {
  const queue = stage.resource('AWS::SQS::Queue', 'EraseRunsQueue').Properties;
  const deadLetters = stage.resource('AWS::SQS::Queue', 'EraseRunsDeadLetters').Properties;
  expect(queue['RedrivePolicy']).toMatchObject({ maxReceiveCount: 3 });
  expect(deadLetters['MessageRetentionPeriod']).toBe(14 * 86_400);
  const alarm = stage.metricAlarms().find(({ AlarmName }) => AlarmName === 'playhead-dev-erasure-dead-letters');
  expect(alarm).toMatchObject({ Threshold: 0, AlarmActions: [expect.anything()] });
});

it('an alarm notifies people of an erasure that takes days', () => {
  const alarm = stage.metricAlarms().find(({ AlarmName }) => AlarmName === 'playhead-dev-erasure-late');
  expect(alarm).toMatchObject({
    Metrics: [expect.objectContaining({ MetricStat: expect.objectContaining({ Stat: 'Maximum' }) as unknown })],
    Threshold: 3 * 86_400_000,
    AlarmActions: [expect.anything()],
  });
});
