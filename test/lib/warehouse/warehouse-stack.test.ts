import { Match } from 'aws-cdk-lib/assertions';
import { STAGE_NAMES, STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const warehouse = stage.stack('warehouse');

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(warehouse.toJSON()).toMatchSnapshot());

describe('the warehouse', () => {
  it('cannot be reached from outside: no public address, no gateway, no NAT, no inbound rule', () => {
    warehouse.hasResourceProperties('AWS::RedshiftServerless::Workgroup', {
      PubliclyAccessible: false,
      EnhancedVpcRouting: true,
      ConfigParameters: Match.arrayWith([{ ParameterKey: 'require_ssl', ParameterValue: 'true' }]),
    });
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::SecurityGroupIngress']) {
      warehouse.resourceCountIs(type, 0);
    }
    warehouse.allResourcesProperties('AWS::EC2::SecurityGroup', { SecurityGroupIngress: Match.absent() });
    warehouse.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  it('is in three zones, as enhanced VPC routing requires, and reaches only the lake, through a gateway endpoint', () => {
    warehouse.resourceCountIs('AWS::EC2::Subnet', 3);
    warehouse.resourceCountIs('AWS::EC2::Route', 0);
    warehouse.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    warehouse.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: ['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket'] })],
      },
    });
  });

  it('is in the zones that the stage names by id, because the names of zones differ by account', () => {
    const zones = Object.values(warehouse.findResources('AWS::EC2::Subnet')).map(
      ({ Properties }) => Properties as Record<string, unknown>,
    );
    expect(zones.map(({ AvailabilityZoneId }) => AvailabilityZoneId)).toEqual(STAGES.dev.warehouse.zoneIds);
    expect(zones.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([undefined, undefined, undefined]);
    expect(JSON.stringify(warehouse.toJSON())).not.toContain('Fn::GetAZs');
  });

  it('has its own encryption key, writes audit logs, and has a password that AWS manages', () => {
    warehouse.hasResourceProperties('AWS::RedshiftServerless::Namespace', {
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('WarehouseKey'), 'Arn'] },
      ManageAdminPassword: true,
      AdminUserPassword: Match.absent(),
      LogExports: ['userlog', 'connectionlog', 'useractivitylog'],
    });
    warehouse.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  it('has RPU-hours for a day without queries and a quarter more: each load and each check of the ledger is billed for a minute', () => {
    for (const name of STAGE_NAMES) {
      const { warehouse: of, ledger } = STAGES[name];
      const everyMinutes = ledger.paths.mirrored.block?.toMinutes() ?? ledger.period.toMinutes();
      const minutes = 24 * 60 * (1 / 15 + 1 / everyMinutes);
      expect((minutes * of.baseRpus) / 60).toBeLessThanOrEqual(of.dailyRpuHours * 0.75);
    }
  });

  it('has the daily usage limit of its stage', () => {
    const limit = Object.values(warehouse.findResources('Custom::RedshiftServerlessUsageLimit'));
    expect(limit).toHaveLength(1);
    expect(JSON.stringify(limit)).toContain(`\\"amount\\":${STAGES.dev.warehouse.dailyRpuHours},`);
    expect(JSON.stringify(limit)).toContain('\\"breachAction\\":\\"deactivate\\"');
    for (const name of STAGE_NAMES) {
      const { baseRpus, maxRpus } = STAGES[name].warehouse;
      expect(baseRpus === 4 || baseRpus % 8 === 0).toBe(true);
      expect(maxRpus).toBeGreaterThanOrEqual(baseRpus);
    }
  });

  it('lets COPY read raw events and manifests, and nothing else', () => {
    const [copy] = Object.entries(warehouse.findResources('AWS::IAM::Policy')).filter(([id]) =>
      id.includes('CopyRole'),
    );
    const text = JSON.stringify(copy);
    expect(text).toContain('/raw/viewing_events/*');
    expect(text).toContain('/warehouse/manifests/*');
    expect(text).not.toMatch(/s3:(Put|Delete)|curated/);
  });
});

it('load-warehouse may run statements in this workgroup, read the state of its own statements, read raw events and write manifests', () => {
  expect(stage.actionsOf('load-warehouse').filter((action) => !action.startsWith('logs:'))).toEqual([
    'cloudwatch:PutMetricData',
    'redshift-data:BatchExecuteStatement',
    'redshift-data:CancelStatement',
    'redshift-data:DescribeStatement',
    'redshift-data:ExecuteStatement',
    'redshift-data:GetStatementResult',
    's3:GetObject',
    's3:ListBucket',
    's3:PutObject',
    'secretsmanager:GetSecretValue',
  ]);
});

it('readers may query and cannot read the administrator’s secret', () => {
  const [readers] = Object.values(warehouse.findResources('AWS::IAM::ManagedPolicy'));
  const text = JSON.stringify(readers);
  expect(text).toContain('redshift-data:ExecuteStatement');
  expect(text).not.toMatch(/BatchExecute|secretsmanager|s3:/);
});

it('load-warehouse runs every 15 minutes', () => {
  warehouse.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(15 minutes)' });
});
