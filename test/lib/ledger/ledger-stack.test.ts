import { STAGE_NAMES, STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(stage.stack('ledger').toJSON()).toMatchSnapshot());

describe('reconcile', () => {
  it('runs once a period: every minute in dev, every 15 minutes in other stages', () => {
    const rates = STAGE_NAMES.map((name) => {
      const { Properties } = new SynthesizedStage(STAGES[name]).resource(
        'AWS::Scheduler::Schedule',
        'ReconcileEachPeriod',
      );
      return Properties['ScheduleExpression'];
    });
    expect(rates).toEqual(['rate(1 minute)', 'rate(15 minutes)', 'rate(15 minutes)']);
  });

  it('may read every path, and write only the ledger and its own query results', () => {
    const writing = stage.actionsOf('reconcile').filter((action) => !/:(Get|List|BatchGet|Query$)/.test(action));
    expect(writing).toEqual([
      ...['athena:StartQueryExecution', 'athena:StopQueryExecution', 'cloudwatch:PutMetricData'],
      ...['dynamodb:BatchWriteItem', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      ...['redshift-data:CancelStatement', 'redshift-data:DescribeStatement', 'redshift-data:ExecuteStatement'],
      ...['s3:AbortMultipartUpload', 's3:PutObject'],
    ]);
    const statements = stage.statementsOf('reconcile').filter(({ Action }) => Action.includes('s3:PutObject'));
    expect(JSON.stringify(statements.map(({ Resource }) => Resource))).toMatch(/\/ledger\/\*/);
    // It queries the warehouse as a reader and gets no secret.
    expect(stage.actionsOf('reconcile')).not.toContain('secretsmanager:GetSecretValue');
  });
});

describe('every stage', () => {
  it.each(STAGE_NAMES)(
    '%s has periods that divide an hour, and reports no event as lost that may still arrive',
    (name) => {
      const { ledger, lake } = STAGES[name];
      expect(60 % ledger.period.toMinutes()).toBe(0);
      for (const { from, within } of Object.values(ledger.paths)) {
        expect(from.toMilliseconds()).toBeGreaterThanOrEqual(30_000); // a request may take 28 s from its receipt to its note
        expect(within.toMilliseconds()).toBeGreaterThan(from.toMilliseconds());
        expect(ledger.lookBack.toMilliseconds()).toBeGreaterThan(within.toMilliseconds());
      }
      expect(ledger.paths.raw.within.toMilliseconds()).toBeGreaterThan(2 * lake.buffer.interval.toMilliseconds());
    },
  );
});

it('a step that writes notes may only write them', () => {
  for (const step of ['collect', 'count-viewers']) {
    const onNotes = stage.statementsOf(step).filter(({ Resource }) => /Ledger/.test(JSON.stringify(Resource)));
    expect([...new Set(onNotes.flatMap(({ Action }) => Action))]).toEqual(['dynamodb:BatchWriteItem']);
  }
});
