import * as Gateway from '@aws-sdk/client-apigatewayv2';
import * as AppConfig from '@aws-sdk/client-appconfig';
import * as CloudFormation from '@aws-sdk/client-cloudformation';
import * as CloudWatch from '@aws-sdk/client-cloudwatch';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import * as CodeDeploy from '@aws-sdk/client-codedeploy';
import * as DynamoDb from '@aws-sdk/client-dynamodb';
import * as Ec2 from '@aws-sdk/client-ec2';
import * as Ecr from '@aws-sdk/client-ecr';
import * as EventBridge from '@aws-sdk/client-eventbridge';
import * as Iam from '@aws-sdk/client-iam';
import * as Kinesis from '@aws-sdk/client-kinesis';
import * as Kms from '@aws-sdk/client-kms';
import * as Lambda from '@aws-sdk/client-lambda';
import * as Ssm from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { useCloud } from './cloud.ts';

const target = useCloud();

type Read = () => Promise<object>;

/** What a new account answers, without metadata. */
const reads: Readonly<Record<string, readonly [Read, object]>> = {
  DescribeCarrierGateways: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribeCarrierGatewaysCommand({})),
    { CarrierGateways: [] },
  ],
  DescribeCustomerGateways: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribeCustomerGatewaysCommand({})),
    { CustomerGateways: [] },
  ],
  DescribeInstanceStatus: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribeInstanceStatusCommand({})),
    { InstanceStatuses: [] },
  ],
  DescribeLaunchTemplates: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribeLaunchTemplatesCommand({})),
    { LaunchTemplates: [] },
  ],
  DescribePlacementGroups: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribePlacementGroupsCommand({})),
    { PlacementGroups: [] },
  ],
  DescribeTransitGateways: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribeTransitGatewaysCommand({})),
    { TransitGateways: [] },
  ],
  DescribeVolumes: [() => target.client(Ec2.EC2Client).send(new Ec2.DescribeVolumesCommand({})), { Volumes: [] }],
  DescribeVpnConnections: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribeVpnConnectionsCommand({})),
    { VpnConnections: [] },
  ],
  DescribeVpnGateways: [
    () => target.client(Ec2.EC2Client).send(new Ec2.DescribeVpnGatewaysCommand({})),
    { VpnGateways: [] },
  ],
  ListPortalProducts: [
    () => target.client(Gateway.ApiGatewayV2Client).send(new Gateway.ListPortalProductsCommand({})),
    { Items: [] },
  ],
  ListPortals: [
    () => target.client(Gateway.ApiGatewayV2Client).send(new Gateway.ListPortalsCommand({})),
    { Items: [] },
  ],
  ListExtensionAssociations: [
    () => target.client(AppConfig.AppConfigClient).send(new AppConfig.ListExtensionAssociationsCommand({})),
    { Items: [] },
  ],
  ListGeneratedTemplates: [
    () => target.client(CloudFormation.CloudFormationClient).send(new CloudFormation.ListGeneratedTemplatesCommand({})),
    { Summaries: [] },
  ],
  ListResourceScans: [
    () => target.client(CloudFormation.CloudFormationClient).send(new CloudFormation.ListResourceScansCommand({})),
    { ResourceScanSummaries: [] },
  ],
  ListTypeRegistrations: [
    () => target.client(CloudFormation.CloudFormationClient).send(new CloudFormation.ListTypeRegistrationsCommand({})),
    { RegistrationTokenList: [] },
  ],
  ListAlarmMuteRules: [
    () => target.client(CloudWatch.CloudWatchClient).send(new CloudWatch.ListAlarmMuteRulesCommand({})),
    { AlarmMuteRuleSummaries: [] },
  ],
  ListOnPremisesInstances: [
    () => target.client(CodeDeploy.CodeDeployClient).send(new CodeDeploy.ListOnPremisesInstancesCommand({})),
    { instanceNames: [] },
  ],
  ListBulkOperations: [
    () => target.client(DynamoDb.DynamoDBClient).send(new DynamoDb.ListBulkOperationsCommand({})),
    { BulkOperationsSummaryList: [] },
  ],
  DescribePullThroughCacheRules: [
    () => target.client(Ecr.ECRClient).send(new Ecr.DescribePullThroughCacheRulesCommand({})),
    { pullThroughCacheRules: [] },
  ],
  ListPullTimeUpdateExclusions: [
    () => target.client(Ecr.ECRClient).send(new Ecr.ListPullTimeUpdateExclusionsCommand({})),
    { pullTimeUpdateExclusions: [] },
  ],
  ListEndpoints: [
    () => target.client(EventBridge.EventBridgeClient).send(new EventBridge.ListEndpointsCommand({})),
    { Endpoints: [] },
  ],
  ListDelegationRequests: [
    () => target.client(Iam.IAMClient).send(new Iam.ListDelegationRequestsCommand({})),
    { DelegationRequests: [], isTruncated: false },
  ],
  ListServerCertificates: [
    () => target.client(Iam.IAMClient).send(new Iam.ListServerCertificatesCommand({})),
    { ServerCertificateMetadataList: [], IsTruncated: false },
  ],
  ListChannels: [
    () => target.client(Kinesis.KinesisClient).send(new Kinesis.ListChannelsCommand({})),
    { ChannelSummaries: [] },
  ],
  DescribeCustomKeyStores: [
    () => target.client(Kms.KMSClient).send(new Kms.DescribeCustomKeyStoresCommand({})),
    { CustomKeyStores: [], Truncated: false },
  ],
  ListCapacityProviders: [
    () => target.client(Lambda.LambdaClient).send(new Lambda.ListCapacityProvidersCommand({})),
    { CapacityProviders: [] },
  ],
  DescribeExportTasks: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.DescribeExportTasksCommand({})),
    { exportTasks: [] },
  ],
  DescribeImportTasks: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.DescribeImportTasksCommand({})),
    { imports: [] },
  ],
  DescribeLookupTables: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.DescribeLookupTablesCommand({})),
    { lookupTables: [] },
  ],
  ListAnomalies: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.ListAnomaliesCommand({})),
    { anomalies: [] },
  ],
  ListIntegrations: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.ListIntegrationsCommand({})),
    { integrationSummaries: [] },
  ],
  ListLogAnomalyDetectors: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.ListLogAnomalyDetectorsCommand({})),
    { anomalyDetectors: [] },
  ],
  ListScheduledQueries: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.ListScheduledQueriesCommand({})),
    { scheduledQueries: [] },
  ],
  ListSyslogConfigurations: [
    () => target.client(Logs.CloudWatchLogsClient).send(new Logs.ListSyslogConfigurationsCommand({})),
    { syslogConfigurations: [] },
  ],
  DescribeActivations: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeActivationsCommand({})),
    { ActivationList: [] },
  ],
  DescribeAutomationExecutions: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeAutomationExecutionsCommand({})),
    { AutomationExecutionMetadataList: [] },
  ],
  DescribeInstanceInformation: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeInstanceInformationCommand({})),
    { InstanceInformationList: [] },
  ],
  DescribeInstanceProperties: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeInstancePropertiesCommand({})),
    { InstanceProperties: [] },
  ],
  DescribeInventoryDeletions: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeInventoryDeletionsCommand({})),
    { InventoryDeletions: [] },
  ],
  DescribeMaintenanceWindows: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeMaintenanceWindowsCommand({})),
    { WindowIdentities: [] },
  ],
  DescribeOpsItems: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeOpsItemsCommand({})),
    { OpsItemSummaries: [] },
  ],
  DescribePatchGroups: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribePatchGroupsCommand({})),
    { Mappings: [] },
  ],
  DescribeSessions: [
    () => target.client(Ssm.SSMClient).send(new Ssm.DescribeSessionsCommand({ State: 'Active' })),
    { Sessions: [] },
  ],
  GetInventory: [() => target.client(Ssm.SSMClient).send(new Ssm.GetInventoryCommand({})), { Entities: [] }],
  ListAssociations: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListAssociationsCommand({})),
    { Associations: [] },
  ],
  ListCloudConnectors: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListCloudConnectorsCommand({})),
    { CloudConnectors: [] },
  ],
  ListCommandInvocations: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListCommandInvocationsCommand({})),
    { CommandInvocations: [] },
  ],
  ListCommands: [() => target.client(Ssm.SSMClient).send(new Ssm.ListCommandsCommand({})), { Commands: [] }],
  ListComplianceItems: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListComplianceItemsCommand({})),
    { ComplianceItems: [] },
  ],
  ListComplianceSummaries: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListComplianceSummariesCommand({})),
    { ComplianceSummaryItems: [] },
  ],
  ListOpsItemEvents: [() => target.client(Ssm.SSMClient).send(new Ssm.ListOpsItemEventsCommand({})), { Summaries: [] }],
  ListOpsItemRelatedItems: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListOpsItemRelatedItemsCommand({})),
    { Summaries: [] },
  ],
  ListOpsMetadata: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListOpsMetadataCommand({})),
    { OpsMetadataList: [] },
  ],
  ListResourceComplianceSummaries: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListResourceComplianceSummariesCommand({})),
    { ResourceComplianceSummaryItems: [] },
  ],
  ListResourceDataSync: [
    () => target.client(Ssm.SSMClient).send(new Ssm.ListResourceDataSyncCommand({})),
    { ResourceDataSyncItems: [] },
  ],
};

describe('reads of what nobody can have made', () => {
  it.each(Object.entries(reads))('%s answers an empty list', async (_name, [read, expected]) => {
    const { $metadata, ...answer } = (await read()) as { $metadata: unknown };

    expect(answer).toEqual(expected);
  });

  it('are refused by name where they name one such thing', async () => {
    const read = target
      .client(Kms.KMSClient)
      .send(new Kms.DescribeCustomKeyStoresCommand({ CustomKeyStoreId: 'cks-1' }));

    await expect(read).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('kms:DescribeCustomKeyStores with CustomKeyStoreId') as unknown,
    });
  });
});
