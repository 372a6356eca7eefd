import type { Role } from '../state.ts';

/** `principal: [name behind AWSServiceRoleFor, policy behind aws-service-role/]` */
type Known = readonly [name: string, policy: string];

/**
 * The roles that services have made for themselves, by service principal.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
const known: Readonly<Record<string, Known>> = {
  'access-analyzer.amazonaws.com': ['AccessAnalyzer', 'AccessAnalyzerServiceRolePolicy'],
  'accountdiscovery.ssm.amazonaws.com': [
    'AmazonSSM_AccountDiscovery',
    'AWSSystemsManagerAccountDiscoveryServicePolicy',
  ],
  'acm.amazonaws.com': ['CertificateManager', 'CertificateManagerServiceRolePolicy'],
  'appmesh.amazonaws.com': ['AppMesh', 'AWSAppMeshServiceRolePolicy'],
  'appsync.amazonaws.com': ['AppSync', 'AWSAppSyncServiceRolePolicy'],
  'apprunner.amazonaws.com': ['AppRunner', 'AppRunnerServiceRolePolicy'],
  'appstream.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_AppStreamFleet',
    'AWSApplicationAutoscalingAppStreamFleetPolicy',
  ],
  'autoscaling.amazonaws.com': ['AutoScaling', 'AutoScalingServiceRolePolicy'],
  'backup.amazonaws.com': ['Backup', 'AWSBackupServiceLinkedRolePolicyForBackup'],
  'batch.amazonaws.com': ['Batch', 'BatchServiceRolePolicy'],
  'cassandra.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_CassandraTable',
    'AWSApplicationAutoscalingCassandraTablePolicy',
  ],
  'cks.kms.amazonaws.com': [
    'KeyManagementServiceCustomKeyStores',
    'AWSKeyManagementServiceCustomKeyStoresServiceRolePolicy',
  ],
  'cloud9.amazonaws.com': ['AWSCloud9', 'AWSCloud9ServiceRolePolicy'],
  'cloudhsm.amazonaws.com': ['CloudHSM', 'CloudHSMServiceRolePolicy'],
  'cloudtrail.amazonaws.com': ['CloudTrail', 'CloudTrailServiceRolePolicy'],
  'config.amazonaws.com': ['Config', 'AWSConfigServiceRolePolicy'],
  'config-conforms.amazonaws.com': ['ConfigConforms', 'AWSConfigRemediationServiceRolePolicy'],
  'connect.amazonaws.com': ['AmazonConnect', 'AmazonConnectServiceLinkedRolePolicy'],
  'continuousexport.discovery.amazonaws.com': [
    'ApplicationDiscoveryServiceContinuousExport',
    'ApplicationDiscoveryServiceContinuousExportServiceRolePolicy',
  ],
  'controltower.amazonaws.com': ['AWSControlTower', 'AWSControlTowerServiceRolePolicy'],
  'custom-resource.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_CustomResource',
    'AWSApplicationAutoScalingCustomResourcePolicy',
  ],
  'dax.amazonaws.com': ['DAX', 'DynamoDBAcceleratorServiceRolePolicy'],
  'dms.amazonaws.com': ['DatabaseMigrationService', 'AWSDMSServerlessServiceRolePolicy'],
  'dynamodb.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_DynamoDBTable',
    'AWSApplicationAutoscalingDynamoDBTablePolicy',
  ],
  'ec2.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_EC2SpotFleetRequest',
    'AWSApplicationAutoscalingEC2SpotFleetRequestPolicy',
  ],
  'ecs.amazonaws.com': ['ECS', 'AmazonECSServiceRolePolicy'],
  'ecs.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_ECSService',
    'AWSApplicationAutoscalingECSServicePolicy',
  ],
  'eks.amazonaws.com': ['AmazonEKS', 'AmazonEKSServiceRolePolicy'],
  'eks-fargate.amazonaws.com': ['AmazonEKSForFargate', 'AmazonEKSForFargateServiceRolePolicy'],
  'eks-nodegroup.amazonaws.com': ['AmazonEKSNodegroup', 'AWSServiceRoleForAmazonEKSNodegroup'],
  'elasticache.amazonaws.com': ['ElastiCache', 'ElastiCacheServiceRolePolicy'],
  'elasticbeanstalk.amazonaws.com': ['ElasticBeanstalk', 'AWSElasticBeanstalkServiceRolePolicy'],
  'elasticfilesystem.amazonaws.com': ['AmazonElasticFileSystem', 'AmazonElasticFileSystemServiceRolePolicy'],
  'elasticloadbalancing.amazonaws.com': ['ElasticLoadBalancing', 'AWSElasticLoadBalancingServiceRolePolicy'],
  'elasticmapreduce.amazonaws.com': ['EMRCleanup', 'AmazonEMRCleanupPolicy'],
  'email.cognito-idp.amazonaws.com': ['AmazonCognitoIdpEmailService', 'AmazonCognitoIdpEmailServiceRolePolicy'],
  'es.amazonaws.com': ['AmazonElasticsearchService', 'AmazonElasticsearchServiceRolePolicy'],
  'events.amazonaws.com': ['CloudWatchEvents', 'CloudWatchEventsServiceRolePolicy'],
  'fis.amazonaws.com': ['FIS', 'AmazonFISServiceRolePolicy'],
  'fsx.amazonaws.com': ['AmazonFSx', 'AmazonFSxServiceRolePolicy'],
  'globalaccelerator.amazonaws.com': ['GlobalAccelerator', 'AWSGlobalAcceleratorSLRPolicy'],
  'guardduty.amazonaws.com': ['AmazonGuardDuty', 'AmazonGuardDutyServiceRolePolicy'],
  'inspector.amazonaws.com': ['AmazonInspector', 'AmazonInspectorServiceRolePolicy'],
  'inspector2.amazonaws.com': ['AmazonInspector2', 'AmazonInspector2ServiceRolePolicy'],
  'kafka.amazonaws.com': ['Kafka', 'KafkaServiceRolePolicy'],
  'kafka.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_KafkaCluster',
    'AWSApplicationAutoscalingKafkaClusterPolicy',
  ],
  'kafkaconnect.amazonaws.com': ['KafkaConnect', 'KafkaConnectServiceRolePolicy'],
  'lakeformation.amazonaws.com': ['LakeFormationDataAccess', 'LakeFormationDataAccessServiceRolePolicy'],
  'lambda.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_LambdaConcurrency',
    'AWSApplicationAutoscalingLambdaConcurrencyPolicy',
  ],
  'lex.amazonaws.com': ['LexBots', 'AmazonLexBotPolicy'],
  'lexv2.amazonaws.com': ['LexV2Bots', 'AmazonLexV2BotPolicy'],
  'logger.cloudfront.amazonaws.com': ['CloudFrontLogger', 'AWSCloudFrontLogger'],
  'macie.amazonaws.com': ['AmazonMacie', 'AmazonMacieServiceRolePolicy'],
  'memorydb.amazonaws.com': ['MemoryDB', 'MemoryDBServiceRolePolicy'],
  'mq.amazonaws.com': ['AmazonMQ', 'AmazonMQServiceRolePolicy'],
  'network-firewall.amazonaws.com': ['NetworkFirewall', 'AWSNetworkFirewallServiceRolePolicy'],
  'opensearchservice.amazonaws.com': ['AmazonOpenSearchService', 'AmazonOpenSearchServiceRolePolicy'],
  'ops.apigateway.amazonaws.com': ['APIGateway', 'APIGatewayServiceRolePolicy'],
  'organizations.amazonaws.com': ['Organizations', 'AWSOrganizationsServiceTrustPolicy'],
  'ram.amazonaws.com': ['ResourceAccessManager', 'AWSResourceAccessManagerServiceRolePolicy'],
  'rds.amazonaws.com': ['RDS', 'AmazonRDSServiceRolePolicy'],
  'rds.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_RDSCluster',
    'AWSApplicationAutoscalingRDSClusterPolicy',
  ],
  'redshift.amazonaws.com': ['Redshift', 'AmazonRedshiftServiceLinkedRolePolicy'],
  'replication.dynamodb.amazonaws.com': ['DynamoDBReplication', 'DynamoDBReplicationServiceRolePolicy'],
  'replication.ecr.amazonaws.com': ['ECRReplication', 'ECRReplicationServiceRolePolicy'],
  'replicator.lambda.amazonaws.com': ['LambdaReplicator', 'AWSLambdaReplicator'],
  'sagemaker.application-autoscaling.amazonaws.com': [
    'ApplicationAutoScaling_SageMakerEndpoint',
    'AWSApplicationAutoscalingSageMakerEndpointPolicy',
  ],
  'scheduler.amazonaws.com': ['EventBridgeScheduler', 'AmazonEventBridgeSchedulerServiceRolePolicy'],
  'securityhub.amazonaws.com': ['SecurityHub', 'AWSSecurityHubServiceRolePolicy'],
  'spot.amazonaws.com': ['EC2Spot', 'AWSEC2SpotServiceRolePolicy'],
  'spotfleet.amazonaws.com': ['EC2SpotFleet', 'AWSEC2SpotFleetServiceRolePolicy'],
  'ssm.amazonaws.com': ['AmazonSSM', 'AmazonSSMServiceRolePolicy'],
  'sso.amazonaws.com': ['SSO', 'AWSSSOServiceRolePolicy'],
  'support.amazonaws.com': ['Support', 'AWSSupportServiceRolePolicy'],
  'trustedadvisor.amazonaws.com': ['TrustedAdvisor', 'AWSTrustedAdvisorServiceRolePolicy'],
  'transitgateway.amazonaws.com': ['VPCTransitGateway', 'AWSVPCTransitGatewayServiceRolePolicy'],
  'wafv2.amazonaws.com': ['WAFV2Logging', 'WAFV2LoggingServiceRolePolicy'],
};

/** Services that may have several roles, told apart by a suffix. */
const suffixed: readonly string[] = ['autoscaling.amazonaws.com', 'connect.amazonaws.com', 'lexv2.amazonaws.com'];

/** What a service calls its role, and the policy that it comes with. */
interface ServiceLinked {
  readonly name: string;
  readonly policyArn: string;
  readonly takesSuffix: boolean;
}

/** Undefined for services that have no such role, or none that is known here. */
export function serviceLinkedRole(principal: string): ServiceLinked | undefined {
  const [name, policy] = Object.hasOwn(known, principal) ? (known[principal] ?? []) : [];
  if (name === undefined) return undefined;
  const policyArn = `arn:aws:iam::aws:policy/aws-service-role/${policy}`;
  return { name: `AWSServiceRoleFor${name}`, policyArn, takesSuffix: suffixed.includes(principal) };
}

/** The path that AWS keeps for such roles. */
export const serviceLinkedPath = (principal: string): string => `/aws-service-role/${principal}/`;

/** Told by the path: such roles are changed and deleted by operations of their own. */
export const isServiceLinked = ({ path }: Pick<Role, 'path'>): boolean => path.startsWith('/aws-service-role/');
