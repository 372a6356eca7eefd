import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const stepFunctionsStateMachine: ResourceType = {
  type: 'AWS::StepFunctions::StateMachine',
  properties: generated(
    'Definition',
    'DefinitionString',
    'DefinitionS3Location',
    'LoggingConfiguration',
    'RoleArn',
    'StateMachineName',
    'StateMachineType',
    'Tags',
    'DefinitionSubstitutions',
    'TracingConfiguration',
  ),
  runtime: {
    arn: ({ logicalId }) => ref(logicalId),
    name: ({ logicalId }) => getAtt(logicalId, 'Name'),
    state_machine_revision_id: ({ logicalId }) => getAtt(logicalId, 'StateMachineRevisionId'),
  },
};

export const stepFunctionsStateMachineVersion: ResourceType = {
  type: 'AWS::StepFunctions::StateMachineVersion',
  properties: generated('StateMachineArn', 'StateMachineRevisionId'),
  runtime: {
    arn: ({ logicalId }) => ref(logicalId),
  },
};

export const stepFunctionsStateMachineAlias: ResourceType = {
  type: 'AWS::StepFunctions::StateMachineAlias',
  properties: generated('Name', 'DeploymentPreference'),
  runtime: {
    arn: ({ logicalId }) => ref(logicalId),
  },
};
