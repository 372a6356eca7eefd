import { readFileSync } from 'node:fs';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();

const ref = (Ref: string) => ({ Ref });
const att = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] });
const named = (Value: string) => [{ Key: 'Name', Value }];

/** What the CDK makes of one subnet with a table of its own and a route out. */
function subnetIn(name: string, zone: number, block: string, out: object) {
  return {
    [name]: {
      Type: 'AWS::EC2::Subnet',
      Properties: {
        VpcId: ref('Vpc'),
        CidrBlock: block,
        AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] },
        MapPublicIpOnLaunch: 'GatewayId' in out,
        Ipv6CidrBlock: {
          'Fn::Select': [zone, { 'Fn::Cidr': [{ 'Fn::Select': [0, att('Vpc', 'Ipv6CidrBlocks')] }, 4, '64'] }],
        },
        Tags: named(name),
      },
      DependsOn: ['Ipv6'],
    },
    [`${name}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc'), Tags: named(name) } },
    [`${name}Association`]: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { RouteTableId: ref(`${name}Table`), SubnetId: ref(name) },
    },
    [`${name}Route`]: {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId: ref(`${name}Table`), DestinationCidrBlock: '0.0.0.0/0', ...out },
      DependsOn: ['Attachment'],
    },
  };
}

const everything = { CidrIp: '0.0.0.0/0', Description: 'Allow all outbound traffic by default', IpProtocol: '-1' };

const network = (stage: string, ports: readonly number[]) => ({
  Vpc: {
    Type: 'AWS::EC2::VPC',
    Properties: {
      CidrBlock: '10.0.0.0/16',
      EnableDnsHostnames: true,
      EnableDnsSupport: true,
      InstanceTenancy: 'default',
      Tags: named(stage),
    },
  },
  Ipv6: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true } },
  Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: { Tags: named(stage) } },
  Attachment: {
    Type: 'AWS::EC2::VPCGatewayAttachment',
    Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') },
  },
  Eigw: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref('Vpc') } },
  Address: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc', Tags: named(stage) } },
  Nat: {
    Type: 'AWS::EC2::NatGateway',
    Properties: { SubnetId: ref('Public1'), AllocationId: att('Address', 'AllocationId'), Tags: named(stage) },
    DependsOn: ['Public1Route', 'Public1Association'],
  },
  ...subnetIn('Public1', 0, '10.0.0.0/18', { GatewayId: ref('Gateway') }),
  ...subnetIn('Private1', 1, '10.0.128.0/18', { NatGatewayId: ref('Nat') }),
  S3: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      ServiceName: { 'Fn::Join': ['', ['com.amazonaws.', ref('AWS::Region'), '.s3']] },
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Gateway',
      RouteTableIds: [ref('Private1Table')],
    },
  },
  Group: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'Net/Group',
      VpcId: ref('Vpc'),
      SecurityGroupEgress: [everything],
      SecurityGroupIngress: ports.map((port) => ({
        CidrIp: '0.0.0.0/0',
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
      })),
    },
  },
  Ingress: {
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: {
      GroupId: att('Group', 'GroupId'),
      SourceSecurityGroupId: att('Group', 'GroupId'),
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      Description: stage,
    },
  },
  Egress: {
    Type: 'AWS::EC2::SecurityGroupEgress',
    Properties: { GroupId: ref('Group'), CidrIpv6: '::/0', IpProtocol: '-1' },
  },
  Secrets: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      ServiceName: 'com.amazonaws.us-east-1.secretsmanager',
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      SecurityGroupIds: [att('Group', 'GroupId')],
      SubnetIds: [ref('Private1')],
    },
  },
  Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } },
  AclEntry: {
    Type: 'AWS::EC2::NetworkAclEntry',
    Properties: {
      NetworkAclId: ref('Acl'),
      RuleNumber: 100,
      Protocol: 6,
      RuleAction: 'allow',
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 443, To: 443 },
    },
  },
  AclAssociation: {
    Type: 'AWS::EC2::SubnetNetworkAclAssociation',
    Properties: { NetworkAclId: ref('Acl'), SubnetId: ref('Private1') },
  },
  Dhcp: { Type: 'AWS::EC2::DHCPOptions', Properties: { DomainName: 'example.com', NtpServers: ['10.0.0.2'] } },
  DhcpAssociation: {
    Type: 'AWS::EC2::VPCDHCPOptionsAssociation',
    Properties: { VpcId: ref('Vpc'), DhcpOptionsId: ref('Dhcp') },
  },
  Flow: {
    Type: 'AWS::EC2::FlowLog',
    Properties: {
      ResourceId: ref('Vpc'),
      ResourceType: 'VPC',
      TrafficType: 'REJECT',
      LogDestinationType: 's3',
      LogDestination: 'arn:aws:s3:::flows',
    },
  },
});

const outputs = {
  VpcId: { Value: att('Vpc', 'VpcId') },
  DefaultGroup: { Value: att('Vpc', 'DefaultSecurityGroup') },
  Address: { Value: ref('Address') },
  Zone: { Value: att('Private1', 'AvailabilityZone') },
  Dns: { Value: { 'Fn::Select': [0, att('Secrets', 'DnsEntries')] } },
  Interface: { Value: { 'Fn::Join': [',', att('Secrets', 'NetworkInterfaceIds')] } },
};

const templateOf = (resources: object, Outputs: object = {}) => JSON.stringify({ Resources: resources, Outputs });

describe('a stack with a whole VPC', () => {
  it('is created, updated in place and deleted', { timeout: 60_000 }, async () => {
    const [cfn, ec2] = [target.client(CloudFormationClient), target.client(EC2Client)];
    const waiting = { client: cfn, maxWaitTime: 50, minDelay: 1 };
    const groupsOf = async (VpcId = '') => {
      const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
      const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
      return SecurityGroups.find(({ GroupName }) => GroupName !== 'default');
    };
    const StackName = 'net';
    await cfn.send(new CreateStackCommand({ StackName, TemplateBody: templateOf(network('dev', [80]), outputs) }));
    await waitUntilStackCreateComplete(waiting, { StackName });
    const made = await stackOutputs(cfn, StackName);
    const Filters = [{ Name: 'vpc-id', Values: [made.VpcId ?? ''] }];
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters }));
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    const before = await groupsOf(made.VpcId);
    await cfn.send(new UpdateStackCommand({ StackName, TemplateBody: templateOf(network('prod', [443]), outputs) }));
    await waitUntilStackUpdateComplete(waiting, { StackName });
    const after = await groupsOf(made.VpcId);
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'tag:Name', Values: ['prod'] }] }));
    await cfn.send(new DeleteStackCommand({ StackName }));
    await waitUntilStackDeleteComplete(waiting, { StackName });

    expect(made).toMatchObject({
      DefaultGroup: expect.stringMatching(/^sg-/) as string,
      Address: expect.stringMatching(/^198\.1[89]\./) as string,
      Zone: 'us-east-1b',
      Dns: expect.stringMatching(/^Z\w+:vpce-.*\.secretsmanager\.us-east-1\.vpce\.amazonaws\.com$/) as string,
      Interface: expect.stringMatching(/^eni-[0-9a-f]+$/) as string,
    });
    expect(Subnets?.map((subnet) => subnet.Ipv6CidrBlockAssociationSet?.length)).toEqual([1, 1]);
    expect(RouteTables?.flatMap(({ Routes = [] }) => Routes.map(({ State }) => State))).not.toContain('blackhole');
    expect(before?.IpPermissions?.map(({ FromPort }) => FromPort)).toEqual([80, 5432]);
    expect(after?.GroupId).toBe(before?.GroupId);
    expect(after?.IpPermissions?.map(({ FromPort }) => FromPort)).toEqual([5432, 443]);
    expect(after?.IpPermissions?.[0]?.UserIdGroupPairs?.[0]?.Description).toBe('prod');
    expect(Vpcs?.map(({ VpcId }) => VpcId)).toEqual([made.VpcId]);
    expect((await ec2.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints).toEqual([]);
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.map(({ IsDefault }) => IsDefault)).toEqual([true]);
  });

  it('peers two of its VPCs', async () => {
    const cfn = target.client(CloudFormationClient);
    const vpc = (CidrBlock: string) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock } });
    const resources = {
      A: vpc('10.0.0.0/16'),
      B: vpc('10.1.0.0/16'),
      Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref('A'), PeerVpcId: ref('B') } },
    };
    const TemplateBody = templateOf(resources, { Id: { Value: att('Peering', 'Id') } });
    await cfn.send(new CreateStackCommand({ StackName: 'peers', TemplateBody }));
    await waitUntilStackCreateComplete({ client: cfn, maxWaitTime: 20, minDelay: 1 }, { StackName: 'peers' });

    expect((await stackOutputs(cfn, 'peers')).Id).toMatch(/^pcx-/);
  });
});

describe("the CDK's custom resource for default security groups", () => {
  const handlers = 'node_modules/aws-cdk-lib/custom-resource-handlers/dist';
  const code = zipSync({
    'index.js': strToU8(readFileSync(`${handlers}/aws-ec2/restrict-default-security-group-handler/index.js`, 'utf8')),
    '__entrypoint__.js': strToU8(readFileSync(`${handlers}/core/nodejs-entrypoint-handler/index.js`, 'utf8')),
  });

  it('takes the rules of the group, and puts them back', { timeout: 60_000 }, async () => {
    const [cfn, ec2, s3] = [target.client(CloudFormationClient), target.client(EC2Client), target.client(S3Client)];
    await s3.send(new CreateBucketCommand({ Bucket: 'assets' }));
    await s3.send(new PutObjectCommand({ Bucket: 'assets', Key: 'restrict.zip', Body: code }));
    const principal = { Service: 'lambda.amazonaws.com' };
    const Statement = [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }];
    const vpc = { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } };
    const provider = {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement } } },
      Provider: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: 'assets', S3Key: 'restrict.zip' },
          Handler: '__entrypoint__.handler',
          Runtime: 'nodejs24.x',
          Timeout: 900,
          Role: att('Role', 'Arn'),
        },
      },
    };
    const restriction = {
      Restriction: {
        Type: 'Custom::VpcRestrictDefaultSG',
        Properties: {
          ServiceToken: att('Provider', 'Arn'),
          DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup'),
          Account: ref('AWS::AccountId'),
        },
      },
    };
    const Outputs = { Group: { Value: att('Vpc', 'DefaultSecurityGroup') } };
    const input = { StackName: 'restricted', Capabilities: ['CAPABILITY_IAM' as const] };
    const waiting = { client: cfn, maxWaitTime: 50, minDelay: 1 };
    const rules = async () => {
      const { Group = '' } = await stackOutputs(cfn, 'restricted');
      const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [Group] }));
      return [group?.IpPermissions?.length, group?.IpPermissionsEgress?.length];
    };
    const whole = templateOf({ ...vpc, ...provider, ...restriction }, Outputs);
    await cfn.send(new CreateStackCommand({ ...input, TemplateBody: whole }));
    await waitUntilStackCreateComplete(waiting, input);
    const restricted = await rules();
    await cfn.send(new UpdateStackCommand({ ...input, TemplateBody: templateOf({ ...vpc, ...provider }, Outputs) }));
    await waitUntilStackUpdateComplete(waiting, input);

    expect(restricted).toEqual([0, 0]);
    expect(await rules()).toEqual([1, 1]);
  });
});
