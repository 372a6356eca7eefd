import type * as Sdk from '@aws-sdk/client-sfn';
import { formatArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { assertDefinition } from '../definition/assert-definition.ts';
import { invalidToken, machineDeleting, machineExists, validation } from '../errors.ts';
import { assertRole } from '../machines/assert-role.ts';
import { assertTasks } from '../machines/assert-tasks.ts';
import { describeMachine } from '../machines/describe-machine.ts';
import { findMachine, findQualified, forgetMachine, machineNamed, revisionOf } from '../machines/find-machine.ts';
import { assertName, readMachineArn } from '../machines/names.ts';
import { addRevision, isSame, newRevisionId, publish } from '../machines/revisions.ts';
import { assertLogDestination, readSettings } from '../machines/settings.ts';
import { pageSize } from '../page-size.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Revision, StateMachine, StatesState } from '../state.ts';
import { assertTagCount, readTags } from './tags.ts';

type Op<Input, Output> = Operation<Input, Output, StatesState, StatesRuntime>;

interface Publishing {
  readonly publish?: boolean | undefined;
  readonly versionDescription?: string | undefined;
}

function assertPublishing({ publish: isPublished = false, versionDescription = '' }: Publishing): void {
  if (!isPublished && versionDescription) throw validation('Version description can only be set when publish is true');
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine: Op<Given<Sdk.CreateStateMachineInput>, Promise<Sdk.CreateStateMachineOutput>> = async (
  state,
  input,
  context,
) => {
  const { name, type = 'STANDARD', definition, roleArn } = input;
  const { account, region } = context;
  assertName(name);
  assertPublishing(input);
  assertDefinition(definition, type);
  assertTasks(definition, { name, type }, state, context);
  const arn = formatArn({ service: 'states', region, account, resource: `stateMachine:${name}` });
  const settings = readSettings(input);
  const tags = readTags(input.tags);
  assertTagCount(arn, tags);
  await assertRole(roleArn, arn, context);
  await assertLogDestination(input.loggingConfiguration, context);
  const nowMs = context.clock.now();
  const wanted = { machineArn: arn, type, definition, roleArn, ...settings, createdMs: nowMs };
  const present = machineNamed(state, name);
  if (present) return existing(state, present, wanted, input);
  const revision = addRevision(state, name, wanted);
  const { versionDescription } = input;
  const machine: StateMachine = {
    name,
    arn,
    type,
    createdMs: nowMs,
    revision: revision.key,
    revisions: 1,
    versions: 0,
    tags,
    ...(input.publish && { firstVersion: { ...(versionDescription && { description: versionDescription }) } }),
  };
  state.machines.set(name, machine);
  const version = input.publish ? publish(state, machine, versionDescription, nowMs) : undefined;
  return created(machine, version?.arn);
};

const created = ({ arn, createdMs }: StateMachine, versionArn: string | undefined): Sdk.CreateStateMachineOutput => ({
  stateMachineArn: arn,
  creationDate: new Date(createdMs),
  ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
});

/** The same machine once more is no mistake; its role and its tags are not looked at. */
function existing(
  state: StatesState,
  machine: StateMachine,
  wanted: Omit<Revision, 'key'>,
  input: Publishing,
): Sdk.CreateStateMachineOutput {
  if (machine.isDeleting) throw machineDeleting(machine.arn);
  const { firstVersion, type } = machine;
  const present = revisionOf(state, machine);
  const isPublishedAlike =
    (firstVersion !== undefined) === (input.publish ?? false) &&
    (firstVersion?.description ?? '') === (input.versionDescription ?? '');
  if (type !== wanted.type || !isPublishedAlike || !isSame(present, { ...wanted, roleArn: present.roleArn })) {
    throw machineExists(machine.arn);
  }
  return created(machine, firstVersion && `${machine.arn}:1`);
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export const updateStateMachine: Op<Given<Sdk.UpdateStateMachineInput>, Promise<Sdk.UpdateStateMachineOutput>> = async (
  state,
  input,
  context,
) => {
  const { stateMachineArn, definition, roleArn, loggingConfiguration } = input;
  const { type, name } = findMachine(state, stateMachineArn);
  if (!says(input)) throw nothingToUpdate();
  assertPublishing(input);
  if (definition !== undefined) {
    assertDefinition(definition, type);
    assertTasks(definition, { name, type }, state, context);
  }
  if (roleArn !== undefined) await assertRole(roleArn, stateMachineArn, context);
  await assertLogDestination(loggingConfiguration, context);
  const nowMs = context.clock.now();
  const machine = findMachine(state, stateMachineArn);
  if (machine.isDeleting) throw machineDeleting(stateMachineArn);
  const before = revisionOf(state, machine);
  const { key: _before, ...values } = before;
  const wanted = {
    ...values,
    ...readSettings(input, before),
    ...(definition !== undefined && { definition }),
    ...(roleArn !== undefined && { roleArn }),
    createdMs: nowMs,
  };
  const revision = isSame(before, wanted)
    ? before
    : addRevision(state, name, { ...wanted, revisionId: newRevisionId(context.random) });
  const updated = { ...machine, revision: revision.key, revisions: machine.revisions + 1 };
  state.machines.set(name, updated);
  const version = input.publish ? publish(state, updated, input.versionDescription, nowMs) : undefined;
  return {
    updateDate: new Date(nowMs),
    ...(revision.revisionId !== undefined && { revisionId: revision.revisionId }),
    ...(version && { stateMachineVersionArn: version.arn }),
  };
};

const says = (input: Sdk.UpdateStateMachineInput): boolean =>
  [
    input.definition,
    input.roleArn,
    input.loggingConfiguration,
    input.tracingConfiguration,
    input.encryptionConfiguration,
  ].some((value) => value !== undefined);

const nothingToUpdate = (): AwsError =>
  new AwsError(
    'MissingRequiredParameter',
    'Either the definition, the role ARN, the LoggingConfiguration, the EncryptionConfiguration or the TracingConfiguration must be specified',
  );

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine: Op<Given<Sdk.DescribeStateMachineInput>, Sdk.DescribeStateMachineOutput> = (
  state,
  { stateMachineArn, includedData },
) => describeMachine(state, findQualified(state, stateMachineArn), includedData);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
export const deleteStateMachine: Op<Given<Sdk.DeleteStateMachineInput>, object> = (state, { stateMachineArn }) => {
  const { arn, name, qualifier, label } = readMachineArn(stateMachineArn);
  if (qualifier !== undefined || label !== undefined) {
    throw validation('DeleteStateMachine does not support qualified state machine ARNs');
  }
  const machine = machineNamed(state, name);
  if (machine?.arn !== arn) return {};
  state.machines.set(name, { ...machine, isDeleting: true });
  // It is gone at once where nothing runs.
  machineNamed(state, name);
  if (machine.type === 'EXPRESS') forgetMachine(state, machine);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines: Op<Given<Sdk.ListStateMachinesInput>, Sdk.ListStateMachinesOutput> = (
  state,
  { maxResults, nextToken },
) => {
  const machines = [...state.machines.values()].filter(({ name }) => machineNamed(state, name));
  const limit = pageSize(maxResults);
  const { items, next } = pageOf(machines, { limit, token: nextToken, keyOf: ({ name }) => name, invalidToken });
  return {
    stateMachines: items.map(({ arn, name, type, createdMs }) => ({
      stateMachineArn: arn,
      name,
      type,
      creationDate: new Date(createdMs),
    })),
    ...(next !== undefined && { nextToken: next }),
  };
};
