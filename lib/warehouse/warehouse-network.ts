import {
  type CfnSubnet,
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
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { StageLogGroup } from '../foundation/stage-log-group';
import type { WarehouseConfig } from './config';

/** Properties of a {@link WarehouseNetwork}. */
export interface WarehouseNetworkProps {
  readonly lake: IBucket;
  readonly zoneIds: WarehouseConfig['zoneIds'];
}

/**
 * The network of the warehouse: private subnets in three zones, as enhanced VPC routing requires, with a route to the
 * lake only.
 */
export class WarehouseNetwork extends Construct {
  readonly vpc: Vpc;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { lake, zoneIds }: WarehouseNetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      maxAzs: 3,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Warehouse', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false, // it is unused, and restricting it needs a function
    });
    this.placeSubnets(zoneIds);
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
      destination: FlowLogDestination.toCloudWatchLogs(new StageLogGroup(this, 'FlowLogs', 'warehouse-network')),
    });
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: this.vpc,
      description: 'The warehouse: no inbound connections, because the Data API does not use the network.',
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'To S3 through its gateway endpoint, the only route.');
  }

  /** Names the zones of the subnets by id. CDK knows names only, which differ by account. */
  private placeSubnets(zoneIds: WarehouseConfig['zoneIds']): void {
    for (const [index, { node }] of this.vpc.isolatedSubnets.entries()) {
      const subnet = node.defaultChild as CfnSubnet;
      subnet.availabilityZone = undefined;
      subnet.availabilityZoneId = zoneIds[index];
    }
  }
}
