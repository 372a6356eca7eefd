import type {
  Capability,
  Output,
  Parameter,
  Stack as StackDescription,
  StackDriftInformation,
  Tag,
} from '@aws-sdk/client-cloudformation';
import type { Context } from '../../../service-kit/contract.ts';
import { asCallerReaches } from '../../../service-kit/told-addresses.ts';
import type { Stack, StackDefinition } from '../state.ts';

const dateOf = (ms: number | undefined): Date | undefined => (ms === undefined ? undefined : new Date(ms));

/** AWS leaves many lists out that have nothing in them. */
export const unlessEmpty = <T>(items: readonly T[]): T[] | undefined => (items.length === 0 ? undefined : [...items]);

/** Who asks: by which address, and what our own is. */
type Asked = Pick<Context, 'endpoint' | 'kernel'>;

/** A stack as DescribeStacks tells it. */
export function describeStack(stack: Stack, asked: Asked): StackDescription {
  const { definition } = stack;
  return {
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: stack.changeSetId,
    Description: stack.description,
    Parameters: unlessEmpty(describeParameters(definition)),
    CreationTime: new Date(stack.createdMs),
    DeletionTime: dateOf(stack.deletedMs),
    LastUpdatedTime: dateOf(stack.updatedMs),
    RollbackConfiguration: definition.rollbackConfiguration ?? {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.disableRollback,
    DeploymentConfig: stack.deploymentConfig,
    NotificationARNs: [...(definition.notificationArns ?? [])],
    TimeoutInMinutes: stack.timeoutMinutes,
    Capabilities: unlessEmpty(describeCapabilities(definition)),
    Outputs: unlessEmpty(stack.outputs.map((output) => describeOutput(output, asked))),
    RoleARN: definition.roleArn,
    Tags: describeTags(definition.tags),
    EnableTerminationProtection: stack.terminationProtection,
    ParentId: stack.parentId,
    RootId: stack.rootId,
    DriftInformation: describeDrift(stack),
    RetainExceptOnCreate: stack.retainExceptOnCreate || undefined,
  };
}

/** Whether the stack has drifted, as far as that was looked at. */
export const describeDrift = ({ drift }: Stack): StackDriftInformation =>
  drift
    ? { StackDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.checkedMs) }
    : { StackDriftStatus: 'NOT_CHECKED' };

const describeOutput = ({ key, value, description, exportName }: Stack['outputs'][number], asked: Asked): Output => ({
  OutputKey: key,
  OutputValue: asCallerReaches(value, asked),
  Description: description,
  ExportName: exportName,
});

/** NoEcho values are never told. */
export const describeParameters = ({ parameters }: StackDefinition): Parameter[] =>
  parameters.map(({ key, given, resolved, noEcho }) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? '****' : given,
    ...(resolved !== undefined && { ResolvedValue: noEcho ? '****' : resolved }),
  }));

/** Tags in the form of the API. */
export const describeTags = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Capabilities as they were acknowledged, whether needed or not. */
export const describeCapabilities = ({ capabilities }: StackDefinition): Capability[] =>
  [...capabilities] as Capability[];
