import type { SdkAnswer, SdkCall } from '../../../kernel/call-options.ts';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts';
import { sessionOf } from '../../../kernel/role-session.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { TaskOrigin, WorkflowTask, WorkflowTasks } from '../../../service-kit/workflow-tasks.ts';
import type { Json } from '../definition/json.ts';
import { assertWithinDataLimit } from '../execution/data-limit.ts';
import { StatesError } from '../states-error.ts';
import { workflowTasksOf } from './assert-resource.ts';
import { invokeHttp } from './http/http-task.ts';
import { withHttpMetadata } from './http-metadata.ts';
import { nameOfTask, parseResource, type Resource } from './resource.ts';
import { optimizedWording, sdkWording, taskFailure } from './task-failure.ts';

/** What a task asks for. */
export interface TaskRequest extends TaskOrigin {
  readonly resource: string;
  readonly parameters: Json;
  /** The machine's own, or that of the task's Credentials. */
  readonly roleArn: string;
  readonly executionName: string;
  /** What its operation is told beside: see `SdkCall.more`. */
  readonly more?: object | undefined;
}

/** Makes a task's call and answers its result. Throws {@link StatesError} for whatever else comes of it. */
export async function callService(request: TaskRequest, context: Context): Promise<Json> {
  const resource = parseResource(request.resource);
  if (!resource) {
    throw new StatesError('States.Runtime', `The provided ARN '${request.resource}' is invalid.`);
  }
  const result = await resultOf(resource, request, context);
  assertWithinDataLimit(result, nameOfTask(request.resource));
  return result;
}

async function resultOf(resource: Resource, request: TaskRequest, context: Context): Promise<Json> {
  switch (resource.kind) {
    case 'lambda':
      return invokeFunction(resource.arn, request, context);
    case 'sdk':
      return callOperation(resource, request, context);
    case 'optimized':
      if (resource.service === 'http') {
        return invokeHttp(request.parameters, context, callerOf(request.roleArn, request.executionName, context));
      }
      return (await runTask(resource, request, context)) as Json;
    case 'activity':
      throw new UnsupportedError(`calls of ${resource.arn}`);
  }
}

type BaseCall = Omit<SdkCall, 'sdkName' | 'action' | 'input'>;

function callBase({ roleArn, executionName }: TaskRequest, context: Context): BaseCall {
  const { account, region, requestId: parent, trace } = context;
  return { account, region, parent, trace, caller: callerOf(roleArn, executionName, context) };
}

/** Sessions have names of 64 characters at most. */
const callerOf = (roleArn: string, executionName: string, context: Context) =>
  sessionOf(roleArn, executionName.slice(0, 64)) ?? context.caller;

async function callOperation(
  { sdkName, action }: Extract<Resource, { kind: 'sdk' }>,
  request: TaskRequest,
  context: Context,
): Promise<Json> {
  const heard: Heard = {};
  const call = { ...callBase(request, context), sdkName, action, input: request.parameters, answered: hear(heard) };
  try {
    return (await context.kernel.callSdk(call)) as Json;
  } catch (error) {
    throw taskFailure(error, heard.answer, sdkWording(sdkName));
  }
}

interface Heard {
  answer?: SdkAnswer;
}

const hear =
  (heard: Heard) =>
  (answer: SdkAnswer): void => {
    heard.answer = answer;
  };

async function runTask(
  { service, task }: Pick<Extract<Resource, { kind: 'optimized' }>, 'service' | 'task'>,
  request: TaskRequest,
  context: Context,
): Promise<JsonObject> {
  const tasks = workflowTasksOf(service, context.kernel);
  const found = tasks && Object.hasOwn(tasks.tasks, task) ? tasks.tasks[task] : undefined;
  if (!tasks || !found)
    throw new StatesError('States.Runtime', `Squall does not emulate ${request.resource}, and no mock stands for it.`);
  const heard: Heard = {};
  try {
    const parameters = isJsonObject(request.parameters) ? request.parameters : {};
    if (!found.run) return await callOptimized({ tasks, task, found }, request, context, heard);
    const { kernel, account, region, requestId, trace } = context;
    const caller = callerOf(request.roleArn, request.executionName, context);
    return await found.run(parameters, { kernel, account, region, requestId, trace, caller });
  } catch (error) {
    throw taskFailure(error, heard.answer, optimizedWording(tasks));
  }
}

interface FoundTask {
  readonly tasks: WorkflowTasks;
  readonly task: string;
  readonly found: WorkflowTask;
}

async function callOptimized(
  { tasks, task, found }: FoundTask,
  request: TaskRequest,
  context: Context,
  heard: Heard,
): Promise<JsonObject> {
  const { kernel, trace } = context;
  const parameters = isJsonObject(request.parameters) ? request.parameters : {};
  const output = (await kernel.callSdk({
    ...callBase(request, context),
    sdkName: tasks.sdkName,
    action: task,
    input: found.prepare?.(parameters, request) ?? parameters,
    namesOf: 'api',
    answered: hear(heard),
    ...(request.more && { more: request.more }),
  })) as JsonObject;
  const presented = found.present?.(output) ?? output;
  if (!heard.answer) throw new AwsError('InternalFailure', 'no answer was heard');
  const body = JSON.stringify(output);
  const headers = found.headers?.(output, { body, trace }) ?? {};
  return withHttpMetadata(presented, heard.answer, headers, { body, nowMs: context.clock.now() });
}

/** A function by its ARN: its input and result are the task's. */
async function invokeFunction(arn: string, request: TaskRequest, context: Context): Promise<Json> {
  const parameters = { FunctionName: arn, Payload: request.parameters };
  const asked = { ...request, parameters };
  const { Payload } = await runTask({ service: 'lambda', task: 'invoke' }, asked, context);
  return Payload as Json;
}
