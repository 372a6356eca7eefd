import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const ssmEmptyReads: EmptyReads = {
  DescribeActivations: { madeBy: ['CreateActivation'] },
  DescribeAutomationExecutions: { madeBy: ['StartAutomationExecution', 'StartChangeRequestExecution'] },
  DescribeInstanceInformation: { madeBy: ['CreateActivation'] },
  DescribeInstanceProperties: { madeBy: ['CreateActivation'] },
  DescribeInventoryDeletions: { madeBy: ['DeleteInventory'], naming: ['DeletionId'] },
  DescribeMaintenanceWindows: { madeBy: ['CreateMaintenanceWindow'] },
  DescribeOpsItems: { madeBy: ['CreateOpsItem'] },
  DescribePatchGroups: { madeBy: ['RegisterPatchBaselineForPatchGroup'] },
  DescribeSessions: { madeBy: ['StartSession'] },
  GetInventory: { madeBy: ['PutInventory'] },
  ListAssociations: { madeBy: ['CreateAssociation', 'CreateAssociationBatch'] },
  ListCloudConnectors: { madeBy: ['CreateCloudConnector'] },
  ListCommandInvocations: { madeBy: ['SendCommand'], naming: ['CommandId', 'InstanceId'] },
  ListCommands: { madeBy: ['SendCommand'], naming: ['CommandId', 'InstanceId'] },
  ListComplianceItems: { madeBy: ['PutComplianceItems'] },
  ListComplianceSummaries: { madeBy: ['PutComplianceItems'] },
  ListOpsItemEvents: { madeBy: ['CreateOpsItem'] },
  ListOpsItemRelatedItems: { madeBy: ['CreateOpsItem'], naming: ['OpsItemId'] },
  ListOpsMetadata: { madeBy: ['CreateOpsMetadata'] },
  ListResourceComplianceSummaries: { madeBy: ['PutComplianceItems'] },
  ListResourceDataSync: { madeBy: ['CreateResourceDataSync'] },
};
