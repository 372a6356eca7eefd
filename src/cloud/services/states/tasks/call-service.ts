import { parseArn } from '../../../kernel/arns.ts';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { sessionOf } from '../../../kernel/role-session.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Json } from '../definition/json.ts';
import { StatesError } from '../states-error.ts';
import { invokeHttp, isHttpTask } from './http/http-task.ts';

/** What a task asks for. */
export interface TaskRequest {
  readonly resource: string;
  readonly parameters: Json;
  readonly roleArn: string;
  readonly executionName: string;
}

/** Makes a task's call and answers its result. Throws {@link StatesError} for what the service refuses. */
export async function callService(request: TaskRequest, context: Context): Promise<Json> {
  const { resource, parameters } = request;
  const arn = parseArn(resource);
  if (arn?.service === 'lambda') return invokeFunction(request, context);
  if (isHttpTask(resource)) return invokeHttp(parameters, context, callerOf(request, context));
  const [, sdkName, action] = /:::aws-sdk:([a-z0-9]+):(\w+)$/.exec(resource) ?? [];
  if (sdkName === undefined || action === undefined) throw new UnsupportedError(`tasks of ${resource}`);
  const { account, region, requestId: parent, trace } = context;
  const call = {
    sdkName,
    action,
    input: parameters,
    account,
    region,
    parent,
    trace,
    caller: callerOf(request, context),
  };
  return (await context.kernel.callSdk(call)) as Json;
}

const callerOf = ({ roleArn, executionName }: TaskRequest, context: Context) =>
  sessionOf(roleArn, executionName) ?? context.caller;

interface Invoked {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

/** A function by its ARN: its input and result are the task's. */
async function invokeFunction(request: TaskRequest, context: Context): Promise<Json> {
  const input = { FunctionName: request.resource, Payload: Buffer.from(JSON.stringify(request.parameters)) };
  try {
    const { FunctionError, Payload } = await context.call<Invoked>('lambda', 'Invoke', input, {
      caller: callerOf(request, context),
    });
    const payload = JSON.parse(Buffer.from(Payload ?? 'null').toString()) as Json;
    if (FunctionError === undefined) return payload;
    const { errorType = FunctionError } = payload as { errorType?: string };
    throw new StatesError(errorType, JSON.stringify(payload));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new StatesError(`Lambda.${error.code}`, error.message);
  }
}
