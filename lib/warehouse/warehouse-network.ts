import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  FlowLogDestination,
  FlowLogTrafficType,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/** Properties of a {@link WarehouseNetwork}. */
export interface WarehouseNetworkProps {
  readonly stage: StageConfig;
  /** All that can be reached from inside. */
  readonly lake: IBucket;
}

/** Where the warehouse lives: private subnets in three zones, which enhanced VPC routing asks for, and no way out but to the lake. */
export class WarehouseNetwork extends Construct {
  readonly vpc: Vpc;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { stage, lake }: WarehouseNetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      maxAzs: 3,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Warehouse', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false, // nothing is in it, and to empty it takes a function of its own
    });
    const endpoint = new GatewayVpcEndpoint(this, 'S3', { vpc: this.vpc, service: GatewayVpcEndpointAwsService.S3 });
    endpoint.addToPolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket'],
        resources: [lake.bucketArn, lake.arnForObjects('*')],
      }),
    );
    this.vpc.addFlowLog('Rejected', {
      trafficType: FlowLogTrafficType.REJECT,
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'FlowLogs', {
          logGroupName: `/playhead/${stage.name}/warehouse-network`,
          retention: stage.logRetention,
          removalPolicy: stage.removalPolicy,
        }),
      ),
    });
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: this.vpc,
      description: 'The warehouse: nobody connects to it, for the Data API does not come by the network.',
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(
      Peer.anyIpv4(),
      Port.HTTPS,
      'To S3, by its gateway endpoint: there is no other route.',
    );
  }
}
