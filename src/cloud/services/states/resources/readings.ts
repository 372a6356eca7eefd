import type * as Sdk from '@aws-sdk/client-sfn';
import { isJsonObject } from '../../../kernel/json.ts';
import type { ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, capitalized, present } from '../../../service-kit/resource-reading.ts';
import { initialRevision } from '../machines/find-machine.ts';

const token = ['nextToken', 'nextToken'] as const;

async function tagsOf(calls: ResourceCalls, resourceArn: string) {
  const { tags = [] } = await calls.call<{ tags?: Sdk.Tag[] }>('states', 'ListTagsForResource', { resourceArn });
  return tags.map(({ key: Key, value: Value }) => ({ Key, Value }));
}

/** Settings as the operations have them → as templates write them. */
function upperDeep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(upperDeep);
  if (!isJsonObject(value)) return value;
  const inner = Object.entries(value).map(([name, member]) => [name, upperDeep(member)] as const);
  return present(capitalized(Object.fromEntries(inner)));
}

/** What a state machine is. */
export const stateMachineReading: ResourceReading = {
  identifiers: ['Arn'],
  properties: [
    'DefinitionString',
    'EncryptionConfiguration',
    'LoggingConfiguration',
    'RoleArn',
    'StateMachineName',
    'StateMachineType',
    'Tags',
    'TracingConfiguration',
  ],
  writeOnly: ['Definition', 'DefinitionS3Location', 'DefinitionSubstitutions'],
  async read({ Arn: stateMachineArn = '' }, calls) {
    const asked = { stateMachineArn };
    const told = await calls.call<Sdk.DescribeStateMachineOutput>('states', 'DescribeStateMachine', asked);
    return present({
      Arn: stateMachineArn,
      DefinitionString: told.definition,
      EncryptionConfiguration: upperDeep(told.encryptionConfiguration),
      LoggingConfiguration: upperDeep(told.loggingConfiguration),
      Name: told.name,
      RoleArn: told.roleArn,
      StateMachineName: told.name,
      StateMachineRevisionId: told.revisionId ?? initialRevision,
      StateMachineType: told.type,
      Tags: await tagsOf(calls, stateMachineArn),
      TracingConfiguration: upperDeep(told.tracingConfiguration),
    });
  },
  async list(calls) {
    const paging = { items: 'stateMachines', token };
    const machines = await allOf<Sdk.StateMachineListItem>(calls, 'states', 'ListStateMachines', paging);
    return machines.map(({ stateMachineArn: Arn = '' }) => ({ Arn }));
  },
};

/** What an activity is. */
export const activityReading: ResourceReading = {
  identifiers: ['Arn'],
  properties: ['EncryptionConfiguration', 'Name', 'Tags'],
  async read({ Arn: activityArn = '' }, calls) {
    const told = await calls.call<Sdk.DescribeActivityOutput>('states', 'DescribeActivity', { activityArn });
    return present({
      Arn: activityArn,
      EncryptionConfiguration: upperDeep(told.encryptionConfiguration),
      Name: told.name,
      Tags: await tagsOf(calls, activityArn),
    });
  },
  async list(calls) {
    const paging = { items: 'activities', token };
    const activities = await allOf<Sdk.ActivityListItem>(calls, 'states', 'ListActivities', paging);
    return activities.map(({ activityArn: Arn = '' }) => ({ Arn }));
  },
};

/** What an alias is. A shift of traffic is over when it is read. */
export const stateMachineAliasReading: ResourceReading = {
  identifiers: ['Arn'],
  properties: ['Description', 'Name', 'RoutingConfiguration'],
  writeOnly: ['DeploymentPreference', 'StateMachineArn'],
  async read({ Arn: stateMachineAliasArn = '' }, calls) {
    const asked = { stateMachineAliasArn };
    const told = await calls.call<Sdk.DescribeStateMachineAliasOutput>('states', 'DescribeStateMachineAlias', asked);
    return present({
      Arn: stateMachineAliasArn,
      Description: told.description,
      Name: told.name,
      RoutingConfiguration: upperDeep(told.routingConfiguration),
    });
  },
  async list(calls, { StateMachineArn: stateMachineArn }) {
    const paging = { input: { stateMachineArn }, items: 'stateMachineAliases', token };
    const all = await allOf<Sdk.StateMachineAliasListItem>(calls, 'states', 'ListStateMachineAliases', paging);
    return all.map(({ stateMachineAliasArn: Arn = '' }) => ({ Arn }));
  },
};
