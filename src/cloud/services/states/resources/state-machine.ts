import type * as Sdk from '@aws-sdk/client-sfn';
import type { ResourceCalls, ResourceContext } from '../../../service-kit/contract.ts';
import type { Values } from '../../../service-kit/properties.ts';
import { codedResourceType, type StateWith } from '../../../service-kit/resource-type.ts';
import { initialRevision } from '../machines/find-machine.ts';
import { definitionText } from './definition-text.ts';
import { lowerFirst } from './lower-first.ts';
import { stateMachineReading } from './readings.ts';
import { tagsMember, updateTags } from './tags.ts';

const kinds = {
  Definition: 'document',
  DefinitionS3Location: { members: { Bucket: 'text', Key: 'text', Version: 'text' } },
  DefinitionString: 'text',
  DefinitionSubstitutions: 'record',
  EncryptionConfiguration: {
    members: { KmsDataKeyReusePeriodSeconds: 'number', KmsKeyId: 'text', Type: 'text' },
  },
  LoggingConfiguration: {
    members: { Destinations: { list: 'record' }, IncludeExecutionData: 'flag', Level: 'text' },
  },
  RoleArn: 'text',
  StateMachineName: 'text',
  StateMachineType: 'text',
  Tags: 'tags',
  TracingConfiguration: { members: { Enabled: 'flag' } },
} as const;

type Declared = Values<typeof kinds>;

const nameMax = 80;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** What the name is that CloudFormation gives to a machine: without the stack's. */
function generatedName({ logicalId, random }: ResourceContext): string {
  const suffix = random.text(12, alphabet);
  return `${logicalId.slice(0, nameMax - suffix.length - 1)}-${suffix}`;
}

/** Settings as the operations take them; what a template says no more goes back to what nobody says. */
const settingsOf = (p: Declared, previous?: Declared): object => ({
  ...(p.LoggingConfiguration && { loggingConfiguration: lowerFirst(p.LoggingConfiguration) }),
  ...(!p.LoggingConfiguration && previous?.LoggingConfiguration && { loggingConfiguration: { level: 'OFF' } }),
  ...(p.TracingConfiguration && { tracingConfiguration: lowerFirst(p.TracingConfiguration) }),
  ...(!p.TracingConfiguration && previous?.TracingConfiguration && { tracingConfiguration: { enabled: false } }),
  ...(p.EncryptionConfiguration && { encryptionConfiguration: lowerFirst(p.EncryptionConfiguration) }),
  ...(!p.EncryptionConfiguration &&
    previous?.EncryptionConfiguration && { encryptionConfiguration: { type: 'AWS_OWNED_KEY' } }),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-statemachine.html */
export const stateMachine = codedResourceType({
  type: 'AWS::StepFunctions::StateMachine',
  reading: stateMachineReading,
  properties: kinds,
  attributes: ['Arn', 'Name', 'StateMachineRevisionId'],
  async create(p, context) {
    const { stateMachineArn = '' } = await context.call<Sdk.CreateStateMachineOutput>('states', 'CreateStateMachine', {
      name: p.StateMachineName ?? generatedName(context),
      definition: await definitionText(p, context),
      roleArn: p.RoleArn,
      ...(p.StateMachineType !== undefined && { type: p.StateMachineType }),
      ...settingsOf(p),
      ...tagsMember(p.Tags),
    });
    return stateOf(stateMachineArn, context);
  },
  async update({ physicalId: stateMachineArn }, p, previous, context) {
    await context.call('states', 'UpdateStateMachine', {
      stateMachineArn,
      definition: await definitionText(p, context),
      roleArn: p.RoleArn,
      ...settingsOf(p, previous),
    });
    await updateTags(stateMachineArn, p.Tags, previous.Tags, context);
    return stateOf(stateMachineArn, context);
  },
  async delete({ physicalId: stateMachineArn }, _p, context) {
    await context.call('states', 'DeleteStateMachine', { stateMachineArn });
  },
});

async function stateOf(
  stateMachineArn: string,
  calls: ResourceCalls,
): Promise<StateWith<'Arn' | 'Name' | 'StateMachineRevisionId'>> {
  const { name, revisionId } = await calls.call<Sdk.DescribeStateMachineOutput>('states', 'DescribeStateMachine', {
    stateMachineArn,
  });
  return {
    physicalId: stateMachineArn,
    attributes: { Arn: stateMachineArn, Name: name, StateMachineRevisionId: revisionId ?? initialRevision },
  };
}
