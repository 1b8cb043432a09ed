import { beginErasure, erasedStores, retainedData } from '../../../domain/erasure';
import { decodeViewerStores } from '../../../lambdas/erasure/viewer-stores';
import { VIEWER_DATA_METADATA } from '../../../lib/foundation/viewer-data';
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

it('the function that receives a viewer’s id may read the keys, add to the list of erased viewers, and change nothing else', () => {
  expect(stage.actionsOf('request-erasure')).toEqual([
    ...['dynamodb:BatchWriteItem', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    ...['s3:GetObject', 's3:ListBucket', 's3:PutObject', 'secretsmanager:GetSecretValue', 'sqs:SendMessage'],
  ]);
  expect(actionsOn('request-erasure', 'SuppressedViewersTable')).toEqual(['dynamodb:BatchWriteItem']);
  expect(actionsOn('request-erasure', '/erasures/*')).toEqual(['s3:GetObject', 's3:PutObject']);
});

it('the function that erases cannot read the keys', () => {
  expect(stage.actionsOf('erase').filter((action) => action.startsWith('secretsmanager:'))).toEqual([]);
});

it('the function that erases may delete versions of raw events, curated tables, records of erasures and refused events only', () => {
  const deleting = stage.statementsOf('erase').filter(({ Action }) => Action.includes('s3:DeleteObjectVersion'));
  const resources = deleting.map(({ Resource }) => Resource);
  const prefixes = [...JSON.stringify(resources).matchAll(/"(\/[a-z]+\/\*)"/g)].map(([, prefix]) => prefix);
  expect(prefixes.sort()).toEqual(['/curated/*', '/erasures/*', '/quarantine/*', '/raw/*']);
});

describe('the stores that the functions know', () => {
  const environmentOf = (step: string): Readonly<Record<string, string>> => {
    const [found] = Object.values(stage.resources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties['FunctionName'] === `playhead-dev-${step}`,
    );
    return (found?.Properties['Environment'] as { Variables: Record<string, string> }).Variables;
  };
  const stores = decodeViewerStores(environmentOf('erase')['VIEWER_STORES'] ?? '');

  it('include every store that declares data about viewers, but not the list of erased viewers', () => {
    const declared = ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable', 'AWS::SQS::Queue', 'AWS::Kinesis::Stream']
      .flatMap((type) => Object.values(stage.resources(type)))
      .map(({ Metadata }) => (Metadata?.[VIEWER_DATA_METADATA] as { keeps: string }).keeps)
      .filter((keeps) => keeps !== 'nothing' && keeps !== 'suppressions');
    expect(declared).not.toEqual([]);
    expect(stores.map(({ store }) => store)).toEqual(expect.arrayContaining(['ViewingEvents/Stream', 'Features']));
    // Besides these: the namespace of Redshift, the log of its statements, and the query history of Athena.
    expect(stores).toHaveLength(declared.length + 3);
  });

  it('are emptied by an erasure unless they delete everything on a date', () => {
    const { removed } = beginErasure('r1', ['k1'], '2026-11-30');
    const emptied = erasedStores(stores, removed).map(({ store }) => store);
    expect(emptied.toSorted()).toEqual([
      ...['features/Features', 'ingest/Quarantine/Bucket', 'lake/LakeBucket', 'warehouse/Warehouse/Namespace'],
    ]);
    expect(retainedData(stores, '2026-11-30')).toHaveLength(stores.length - 1); // Features has no backups
  });

  it('fit into the environment of a function, which is limited to 4 KB', () => {
    expect(JSON.stringify(environmentOf('erase')).length).toBeLessThan(4_096 - 512);
  });
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
