import type {
  DescribeStackEventsCommandOutput,
  DescribeStacksCommandOutput,
  Parameter,
} from '@aws-sdk/client-cloudformation';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { StackInstance, StackSet, Target } from './stack-set.ts';

type Call = <Output>(operation: string, input: object) => Promise<Output>;

/** How the work on one stack ended. */
interface TargetOutcome {
  readonly stackId?: string;
  /** Undefined when it succeeded. */
  readonly failure?: string;
}

/** Calls CloudFormation in the account and region of a target. */
const callIn =
  (context: Context<CloudFormationRuntime>, { account, region }: Target): Call =>
  (operation, input) =>
    context.call('cloudformation', operation, input, { account, region });

/** Makes the stack of an instance what its set says: a new one, or an update of the one that is there. */
export async function deployStack(
  context: Context<CloudFormationRuntime>,
  stackSet: StackSet,
  instance: StackInstance,
): Promise<TargetOutcome> {
  const call = callIn(context, instance);
  const request = {
    TemplateBody: stackSet.templateBody,
    Parameters: overridden(stackSet.parameters, instance.overrides),
    Capabilities: stackSet.capabilities,
    Tags: stackSet.tags,
  };
  const isThere = instance.stackId !== undefined && (await statusOf(call, instance.stackId)) !== 'DELETE_COMPLETE';
  let stackId = isThere ? instance.stackId : undefined;
  try {
    if (stackId !== undefined) await call('UpdateStack', { StackName: stackId, ...request });
    else {
      const StackName = `StackSet-${stackSet.name}-${context.random.uuid()}`;
      // A creation that failed leaves nothing behind in its account.
      const made = await call<{ StackId: string }>('CreateStack', { StackName, OnFailure: 'DELETE', ...request });
      stackId = made.StackId;
    }
  } catch (error) {
    if (error instanceof AwsError && error.message === 'No updates are to be performed.') return found(stackId);
    return { ...found(stackId), failure: messageOf(error) };
  }
  const status = await settledStatus(context, call, stackId);
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return { stackId };
  return { stackId, failure: await firstFailure(call, stackId) };
}

/** Deletes the stack of an instance. */
export async function deleteStackOf(
  context: Context<CloudFormationRuntime>,
  instance: StackInstance,
): Promise<TargetOutcome> {
  const { stackId } = instance;
  if (stackId === undefined) return {};
  const call = callIn(context, instance);
  try {
    await call('DeleteStack', { StackName: stackId });
  } catch (error) {
    return { stackId, failure: messageOf(error) };
  }
  const status = await settledStatus(context, call, stackId);
  return status === 'DELETE_COMPLETE' ? { stackId } : { stackId, failure: await firstFailure(call, stackId) };
}

const found = (stackId: string | undefined) => (stackId === undefined ? {} : { stackId });

function messageOf(error: unknown): string {
  if (error instanceof AwsError || error instanceof UnsupportedError) return error.message;
  throw error;
}

async function statusOf(call: Call, stackId: string): Promise<string> {
  const { Stacks = [] } = await call<DescribeStacksCommandOutput>('DescribeStacks', { StackName: stackId });
  return Stacks[0]?.StackStatus ?? 'DELETE_COMPLETE';
}

const pollMs = 1000;

/** Replies come when the work is done; where it takes longer than a reply is held, the stack is asked again. */
async function settledStatus(context: Context<CloudFormationRuntime>, call: Call, stackId: string): Promise<string> {
  for (;;) {
    const status = await statusOf(call, stackId);
    if (!status.endsWith('_IN_PROGRESS')) return status;
    await context.clock.sleep(pollMs);
  }
}

/** The first resource that failed, in the words in which a stack set tells it. */
async function firstFailure(call: Call, stackId: string): Promise<string> {
  const { StackEvents = [] } = await call<DescribeStackEventsCommandOutput>('DescribeStackEvents', {
    StackName: stackId,
  });
  const failed = StackEvents.toReversed().find(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'));
  if (!failed) return `Stack ${stackId} was not deployed`;
  const { LogicalResourceId, ResourceType, ResourceStatusReason = '' } = failed;
  return `ResourceLogicalId:${LogicalResourceId}, ResourceType:${ResourceType}, ResourceStatusReason:${ResourceStatusReason}.`;
}

/** The set's values, but for those that the instance has of its own. */
function overridden(parameters: readonly Parameter[], overrides: readonly Parameter[]): Parameter[] {
  const own = new Map(overrides.map((parameter) => [parameter.ParameterKey, parameter]));
  const kept = parameters.map((parameter) => own.get(parameter.ParameterKey) ?? parameter);
  const keys = new Set(parameters.map(({ ParameterKey }) => ParameterKey));
  return [...kept, ...overrides.filter(({ ParameterKey }) => !keys.has(ParameterKey))];
}
